// desk.c -- lines in, an answer out.
#include "desk.h"

#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "story.h"
#include "verbs_puzzle.h"
#include "verbs.h"

void desk_init(Desk *desk, const char *program, const char *name, u64 seed) {
  *desk = (Desk){.look = {.speed = 4, .mouse = true}};
  session_init(&desk->session, program, name, seed);
}

void desk_release(Desk *desk) {
  session_release(&desk->session);
  for (size_t i = 0; i < desk->lesson_count; i++) {
    mem_free(desk->lessons[i].text);
    mem_free(desk->lessons[i].until);
  }
  mem_free(desk->lessons);
  puzzles_release(&desk->puzzles);
  plans_release(&desk->plans);
  settings_release(&desk->settings);
  mem_free(desk->runner.until);
  mem_free(desk->runner.why);
  goal_clear(&desk->runner.goal);
  text_release(&desk->look.info);
  text_release(&desk->look.filter);
  text_release(&desk->look.search);
  text_release(&desk->answer);
  text_release(&desk->earlier);
  text_release(&desk->waits);
  text_release(&desk->searches);
  explored_release(&desk->explored);
  sources_release(&desk->sources);
  text_release(&desk->source_why);
  mem_free(desk->source);
  mem_free(desk->source_name);
}

// The first actor that a message can be sent to is the one looked at first.
static void select_first(Desk *desk) {
  const Model *model = &desk->session.model;
  desk->look.actor = 0;
  for (size_t i = 0; i < model->actor_count && desk->look.actor == 0; i++) {
    if (model->actors[i].type != NULL) {
      desk->look.actor = model->actors[i].ref;
    }
  }
}

DeskResult desk_start(Desk *desk, u64 seed) {
  desk->runner.on = false;
  plans_renew(&desk->plans);
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  text_clear(&desk->answer);
  DeskResult result = desk_outcome(desk, session_start(&desk->session, seed));
  select_first(desk);
  return result;
}

void desk_show_record(Desk *desk) {
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  select_first(desk);
}

DeskResult desk_outcome(Desk *desk, SessionOutcome outcome) {
  Session *session = &desk->session;
  switch (outcome) {
    case SESSION_OK:
      return DESK_OK;
    case SESSION_QUIET:
      text_add(&desk->answer,
               "quiet: nothing is left to happen; send "
               "something, or go back");
      return DESK_OK;
    case SESSION_OVER:
      text_add(&desk->answer, session->said);
      return DESK_OK;
    case SESSION_REFUSED:
      text_add(&desk->answer, session->said);
      return DESK_BAD;
    case SESSION_DIVERGED:
      text_add(&desk->answer, session->said);
      return DESK_DIVERGED;
    case SESSION_LIMIT:
      text_add(&desk->answer, session->said);
      return DESK_LIMIT;
    case SESSION_INTERRUPTED:
      return DESK_INTERRUPTED;
    case SESSION_AWAITS:
      text_add(&desk->answer, "the program has told nothing new yet");
      return DESK_OK;
    case SESSION_MISSING:
      text_add(&desk->answer, session->said);
      return DESK_MISSING;
  }
  return DESK_OK;
}

// A lesson goes on when the watcher did what it asks for. Who does what a later
// one asks for needs those in between no longer.
static void learn(Desk *desk, const char *verb) {
  if (desk->lesson >= desk->lesson_count || desk->overlay) {
    return;
  }
  for (size_t i = desk->lesson; i < desk->lesson_count; i++) {
    if (desk->lessons[i].until != NULL &&
        text_equal(desk->lessons[i].until, verb)) {
      desk->lesson = i + 1;
      return;
    }
  }
  const char *until = desk->lessons[desk->lesson].until;
  Text ignored = {0};
  if (until != NULL && controls_find(until, &ignored) == NULL) {
    Value value = expr_value(until, &desk->session.model);
    desk->lesson += value.kind == VALUE_BOOL && value.integer;
  }
  text_release(&ignored);
}

static DeskResult do_command(Desk *desk, const char *text) {
  Command command;
  if (!grammar_read(text, &command, &desk->answer)) {
    return DESK_BAD;
  }
  DeskResult result = DESK_BAD;
  if (desk->overlay && !command.control->overlays) {
    text_addf(&desk->answer,
              "%s cannot stand in a scene's overlay: only check, expect, "
              "lesson, goal, set, seed, at, on, between and use can",
              command.control->verb);
  } else if (desk->session.source != SOURCE_PROGRAM &&
             verbs_need_program(command.control->body)) {
    text_addf(&desk->answer,
              "%s needs a program that is stepped here; this is "
              "%s",
              command.control->verb,
              desk->session.source == SOURCE_LIVE
                  ? "a live one, which is only watched"
                  : "a record");
  } else {
    bool asked = desk->look.quit_asked;
    result = command.control->body(desk, &command);
    desk->look.quit_asked &= !asked;  // whoever does something else stays
  }
  if (result == DESK_OK) {
    learn(desk, command.control->verb);
  }
  grammar_release(&command);
  return result;
}

static void add_line(Text *out, const Text *more) {
  bool open = out->length > 0 && out->bytes[out->length - 1] != '\n';
  if (open && more->length > 0) {
    text_add(out, "\n");
  }
  text_add(out, text_of(more));
}

DeskResult desk_line(Desk *desk, const char *line) {
  Text text = {0};
  Text all = {0};
  DeskResult result = DESK_OK;
  text_clear(&desk->earlier);
  text_clear(&desk->answer);
  while (result == DESK_OK && !desk->quit && grammar_next(&line, &text)) {
    add_line(&all, &desk->answer);
    text_clear(&desk->answer);
    result = do_command(desk, text_of(&text));
  }
  if (result == DESK_OK) {
    add_line(&all, &desk->answer);
    text_clear(&desk->answer);
    text_add(&desk->answer, text_of(&all));
  } else {
    text_add(&desk->earlier, text_of(&all));
  }
  desk->wrong = result != DESK_OK;
  if (!desk->wrong) {
    puzzle_look(desk);
  }
  text_release(&all);
  text_release(&text);
  return result;
}

static void stop_running(Desk *desk) {
  desk->runner.on = false;
}

// The check that failed at the step just made, or NULL.
static const CheckItem *failed_now(const Session *session) {
  const CheckItem *check = NULL;
  for (size_t i = 0;
       session->failing && (check = checks_at(&session->checks, i)) != NULL;
       i++) {
    if (check->has_failed && check->failed == session_cursor(session)) {
      return check;
    }
  }
  return NULL;
}

// Why a run should stop at the step just made, or nothing.
static bool should_stop(Desk *desk) {
  Session *session = &desk->session;
  const char *step = "stopped at step";
  unsigned long long at = session_cursor(session);
  Break *hit = breaks_see(&session->breaks, &session->model, &session->tape);
  const CheckItem *failed = failed_now(session);
  if (failed != NULL) {
    text_addf(&desk->answer, "%s %llu: check %s failed (%s)", step, at,
              failed->name, check_fault(failed));
    return true;
  }
  if (desk->runner.until != NULL) {
    Value value = expr_value(desk->runner.until, &session->model);
    if (value.kind == VALUE_BOOL && value.integer) {
      text_addf(&desk->answer, "%s %llu: %s", step, at, desk->runner.until);
      return true;
    }
    if (value.kind == VALUE_BAD) {
      text_addf(&desk->answer, "%s %llu: %s", step, at, value.text);
      return true;
    }
  }
  if (goal_see(&desk->runner.goal, &session->model, &session->tape)) {
    text_addf(&desk->answer, "%s %llu: ", step, at);
    story_step(&session->model, &desk->answer);
    goal_clear(&desk->runner.goal);
    return true;
  }
  if (hit != NULL) {
    text_addf(&desk->answer, "%s %llu: break ", step, at);
    break_print(hit, &desk->answer);
    if (hit->kind == BREAK_WATCH) {
      text_addf(&desk->answer, " is %s", hit->before);
    }
    hit->hits++;
    if (hit->temporary) {
      ignore(breaks_delete(&session->breaks, hit->number));
    }
    return true;
  }
  return false;
}

static void note_flight(Desk *desk) {
  const ModelOption *choice = &desk->session.model.choice;
  if (choice->kind != NULL && text_equal(choice->kind, "flush")) {
    desk->look.flying = choice->id;
    desk->look.fly_from = story_from(choice);
    desk->look.fly_to = story_to(choice);
    desk->look.fly_phase = 1;
  }
}

// The actors are done; main's going on would often end the program. A watcher
// is given the choice.
static bool only_main_left(const Model *model) {
  return model->option_total == 1 && model->option_count == 1 &&
         text_equal(model->options[0].kind, "main");
}

// The run is over before what it was to run until.
static void say_in_vain(Desk *desk) {
  if (desk->runner.until == NULL) {
    return;
  }
  Value value = expr_value(desk->runner.until, &desk->session.model);
  if (value.kind == VALUE_BOOL && value.integer) {
    return;
  }
  text_addf(&desk->answer, "; not reached: %s", desk->runner.until);
  if (value.kind == VALUE_PENDING) {
    text_addf(&desk->answer, " (%s)", value.text);
  }
}

static DeskResult run_back(Desk *desk) {
  Session *session = &desk->session;
  u64 cursor = session_cursor(session);
  session_goto(session, cursor > 0 ? cursor - 1 : 0);
  desk->look.option = 0;
  desk->runner.left--;
  text_addf(&desk->answer, "back at step %llu",
            (unsigned long long)session_cursor(session));
  if (desk->runner.left == 0) {
    stop_running(desk);
    text_addf(&desk->answer, ": %s", desk->runner.why);
  }
  return DESK_OK;
}

// The next step of the run: the recorded one, the one its goal wants, or any.
static SessionOutcome run_on(Desk *desk) {
  Session *session = &desk->session;
  size_t option = 0;
  bool at_end = session_cursor(session) == session_last(session);
  return at_end && goal_pick(&desk->runner.goal, &session->model, &option)
             ? session_choose(session, session->model.options[option].index)
             : session_step(session);
}

// What an overlay plans for this moment, as a step. Who plays a goal plans all
// by himself.
static bool do_planned(Desk *desk, DeskResult *result) {
  Session *session = &desk->session;
  Text line = {0};
  bool due = session_cursor(session) == session_last(session) &&
             puzzle_played(desk) == NULL &&
             plans_due(&desk->plans, &session->tape, &session->model, &line);
  if (due) {
    bool on = desk->runner.on;
    *result = do_command(desk, text_of(&line));
    desk->runner.on = on;
    if (*result == DESK_BAD) {
      plans_refused(&desk->plans, &session->model);
      text_addf(&desk->answer, " (planned: %s)", text_of(&line));
    }
    if (*result != DESK_OK || should_stop(desk)) {
      stop_running(desk);
    }
    desk->runner.left -= desk->runner.bounded;
  }
  text_release(&line);
  return due;
}

static DeskResult run_once(Desk *desk) {
  Session *session = &desk->session;
  text_clear(&desk->answer);
  desk->look.fly_phase = 0;
  if (desk->runner.bounded && desk->runner.left == 0) {
    stop_running(desk);
    return DESK_OK;
  }
  if (desk->runner.backwards) {
    return run_back(desk);
  }
  DeskResult planned = DESK_OK;
  if (do_planned(desk, &planned)) {
    return planned;
  }
  u64 before = session_cursor(session);
  SessionOutcome outcome = run_on(desk);
  bool moved = session_cursor(session) > before;
  desk->runner.left -= desk->runner.bounded;
  if (moved) {
    desk->look.option = 0;
    note_flight(desk);
    learn(desk, "");
  }
  if (outcome == SESSION_AWAITS && !desk->runner.bounded) {
    text_addf(&desk->answer, "watching, at step %llu",
              (unsigned long long)session_cursor(session));
    return DESK_OK;
  }
  if (outcome != SESSION_OK) {
    stop_running(desk);
    DeskResult result = desk_outcome(desk, outcome);
    const CheckItem *failed = moved ? failed_now(session) : NULL;
    if (failed != NULL) {
      text_addf(&desk->answer, "; check %s failed (%s)", failed->name,
                check_fault(failed));
    }
    say_in_vain(desk);
    return result;
  }
  if (should_stop(desk)) {
    stop_running(desk);
    return DESK_OK;
  }
  if (desk->runner.bounded && desk->runner.left == 0) {
    stop_running(desk);
  } else if (desk->screen && only_main_left(&session->model)) {
    stop_running(desk);
    text_add(&desk->answer,
             "quiet: only main could go on. Send something "
             "first (:), or let it go on (.)");
    say_in_vain(desk);
    return DESK_OK;
  }
  text_addf(&desk->answer, "%llu ",
            (unsigned long long)session_cursor(session));
  story_step(&session->model, &desk->answer);
  return DESK_OK;
}

DeskResult desk_run_once(Desk *desk) {
  DeskResult result = run_once(desk);
  if (result == DESK_OK) {
    puzzle_look(desk);
  }
  return result;
}

int desk_verdict(const Desk *desk) {
  return !checks_as_expected(&desk->session.checks) ||
         desk->session.ending.bad || desk->failed;
}
