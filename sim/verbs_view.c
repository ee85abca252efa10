// verbs_view.c -- which view, and what of it: zoom, clocks, folds, the mouse;
// the program's text, the numbers, the events of one actor.
#include <string.h>

#include "grammar.h"
#include "verbs.h"
#include "views.h"

static DeskResult refuse(Desk *desk, const Command *command) {
  text_addf(&desk->answer, "%s takes %s, not %s", command->control->verb,
            command->control->arguments,
            command->word_count == 0 ? "nothing" : command->words[0]);
  return DESK_BAD;
}

DeskResult verb_view(Desk *desk, const Command *command) {
  static const char *const names[VIEWS] = {
      [VIEW_FLOW] = "flow",         [VIEW_SEQUENCE] = "sequence",
      [VIEW_CLUSTER] = "cluster",   [VIEW_ACTORS] = "actors",
      [VIEW_MESSAGES] = "messages", [VIEW_CODE] = "code",
      [VIEW_EXPLORE] = "explore",   [VIEW_METRICS] = "metrics"};
  Look *look = &desk->look;
  bool next = text_equal(command->words[0], "next");
  int wanted = next ? (int)(look->view + 1) % VIEWS : 0;
  while (!next && wanted < VIEWS &&
         !text_equal(command->words[0], names[wanted])) {
    wanted++;
  }
  if (wanted == VIEWS) {
    return refuse(desk, command);
  }
  look->view = (ViewKind)wanted;
  look->panel = PANEL_NONE;
  look->scroll = 0;
  if (look->view == VIEW_CODE) {
    desk_read_source(desk);
  }
  return DESK_OK;
}

// on, off, or the other of both. False: it is another word.
static bool read_switch(const Command *command, bool *place) {
  const char *word = command->word_count == 0 ? "toggle" : command->words[0];
  bool known = text_equal(word, "on") || text_equal(word, "off") ||
               text_equal(word, "toggle");
  if (known) {
    *place = text_equal(word, "on") || (text_equal(word, "toggle") && !*place);
  }
  return known;
}

DeskResult verb_zoom(Desk *desk, const Command *command) {
  if (!read_switch(command, &desk->look.zoom)) {
    return refuse(desk, command);
  }
  text_add(&desk->answer, desk->look.zoom
                              ? "the view alone; z: what is around it again"
                              : "the view and what is around it");
  return DESK_OK;
}

DeskResult verb_clocks(Desk *desk, const Command *command) {
  if (!read_switch(command, &desk->look.clocks)) {
    return refuse(desk, command);
  }
  text_add(&desk->answer,
           desk->look.clocks
               ? "clocks: what each actor knew of whose events (in the "
                 "sequence, and of the selected actor)"
               : "no clocks");
  return DESK_OK;
}

DeskResult verb_collapse(Desk *desk, const Command *command) {
  if (!read_switch(command, &desk->look.collapse)) {
    return refuse(desk, command);
  }
  desk->look.scroll = 0;
  text_add(&desk->answer, desk->look.collapse
                              ? "the sequence shows messages only"
                              : "the sequence shows all events");
  return DESK_OK;
}

DeskResult verb_mouse(Desk *desk, const Command *command) {
  if (!read_switch(command, &desk->look.mouse)) {
    return refuse(desk, command);
  }
  text_add(&desk->answer, desk->look.mouse
                              ? "the mouse is the simulator's"
                              : "the mouse is the terminal's: text can be "
                                "selected; M gives it back");
  return DESK_OK;
}

DeskResult verb_fold(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  Look *look = &desk->look;
  const ModelActor *actor = model_find(model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  size_t at = 0;
  while (at < look->fold_count && look->folds[at] != actor->ref) {
    at++;
  }
  bool fold = at == look->fold_count;
  if (fold && at == FOLDS) {
    text_addf(&desk->answer, "%d are folded already; unfold one first", FOLDS);
    return DESK_BAD;
  }
  if (fold) {
    look->folds[look->fold_count++] = actor->ref;
  } else {
    look->folds[at] = look->folds[--look->fold_count];
  }
  model_name(model, actor->ref, &desk->answer);
  text_add(&desk->answer,
           fold ? " is folded in the Cluster view; F unfolds" : " is unfolded");
  return DESK_OK;
}

DeskResult verb_source(Desk *desk, const Command *command) {
  if (command->word_count > 0) {
    desk_source(desk, command->rest, command->rest);
  }
  desk_read_source(desk);
  if (desk->source_why.length > 0) {
    text_add(&desk->answer, text_of(&desk->source_why));
    return DESK_BAD;
  }
  if (command->word_count > 0) {
    text_addf(&desk->answer, "the program is made of %s", command->rest);
    return DESK_OK;
  }
  code_say(desk, &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

DeskResult verb_metrics(Desk *desk, const Command *command) {
  (void)command;
  metrics_say(desk, &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

typedef struct Search {
  u64 actor;
  bool found;
} Search;

static void see(void *context, const Event *event) {
  Search *search = (Search *)context;
  bool tells = event->kind != EVENT_OPTION && event->kind != EVENT_READY;
  search->found |= tells && event->actor == search->actor;
  search->found |= event->kind == EVENT_SENT && event->other == search->actor;
}

// The next step before or after the cursor in which the actor did something, or
// was sent something.
DeskResult verb_event(Desk *desk, const Command *command) {
  Session *session = &desk->session;
  bool next = text_equal(command->words[0], "next");
  Search search = {.actor = desk->look.actor};
  u64 step = session_cursor(session);
  if (!next && !text_equal(command->words[0], "previous")) {
    return refuse(desk, command);
  }
  while (!search.found && (next ? step < session_last(session) : step > 0)) {
    step += next ? 1 : (u64)-1;
    tape_each(&session->tape, step, step, see, &search);
  }
  if (!search.found) {
    text_addf(&desk->answer, "no event of it %s this on the tape",
              next ? "after" : "before");
    return DESK_OK;
  }
  session_goto(session, step);
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  return DESK_OK;
}

// In the past another option than the one taken there, if there is one: the
// step's number and how many roads there are decide, so that it can be made
// again.
static u64 other_option(const Session *session) {
  const Model *model = &session->model;
  u64 cursor = session_cursor(session);
  const TapeStep *taken = tape_step(&session->tape, cursor + 1);
  u64 mixed = (session->seed + cursor * 0x9E3779B97F4A7C15u +
               session->branches.highest) *
              0xBF58476D1CE4E5B9u;
  u64 count = model->option_count;
  u64 place = (mixed >> 33) % count;
  bool same = taken->kind == STEP_OPTION &&
              model->options[place].index == taken->choice;
  return model->options[same ? (place + 1) % count : place].index;
}

DeskResult verb_schedule(Desk *desk, const Command *command) {
  (void)command;
  Session *session = &desk->session;
  u64 before = session_cursor(session);
  bool past = before < session_last(session);
  if (past && session->model.option_count < 2) {
    text_add(&desk->answer, "there was no other choice here");
    return DESK_BAD;
  }
  return verbs_conclude(desk, before,
                        past ? session_choose(session, other_option(session))
                             : session_step(session));
}
