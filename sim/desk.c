// desk.c -- lines in, an answer out.
#include "desk.h"

#include <string.h>

#include "base/mem.h"
#include "desk_parts.h"
#include "grammar.h"
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
void desk_learn(Desk *desk, const char *verb) {
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

DeskResult desk_do(Desk *desk, const char *text) {
  Command command;
  if (!grammar_read(text, &command, &desk->answer)) {
    return DESK_BAD;
  }
  DeskResult result = DESK_BAD;
  if (desk->overlay && !command.control->overlays) {
    text_addf(&desk->answer,
              "%s cannot stand in a scene's overlay: only check, expect, "
              "lesson, goal, set, seed, at, on, between and use can; what is a "
              "step stands behind a time, as in at 0s node A bank",
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
    desk_learn(desk, command.control->verb);
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
    result = desk_do(desk, text_of(&text));
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

int desk_verdict(const Desk *desk) {
  return !checks_as_expected(&desk->session.checks) ||
         desk->session.ending.bad || desk->failed;
}
