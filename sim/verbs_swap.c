// verbs_swap.c -- swap, undo: another past with as much of this one as can be.
#include "grammar.h"
#include "race.h"
#include "verbs.h"
#include "verbs_found.h"

// ---- swap ----

// Goes back to `step` and makes these steps, each as far as it is open there.
// Gives how many were made.
static size_t make_steps(Desk *desk, u64 step, const Race *race,
                         SessionOutcome *outcome) {
  Session *session = &desk->session;
  size_t made = 0;
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  session_goto(session, step);
  *outcome = SESSION_OK;
  for (size_t i = 0; i < race->count && *outcome == SESSION_OK; i++) {
    u64 index = 0;
    if (walk_option(&session->model, &race->steps[i], &index)) {
      *outcome = session_choose(session, index);
      made++;
    }
  }
  return made;
}

DeskResult verb_swap(Desk *desk, const Command *command) {
  (void)command;
  Session *session = &desk->session;
  Race race;
  if (desk->look.view == VIEW_EXPLORE) {
    ignore(found_goto_race(desk));
  }
  u64 cursor = session_cursor(session);
  if (!race_find(session, &race)) {
    text_addf(&desk->answer,
              "step %llu races with no earlier step: no other order was "
              "possible here",
              (unsigned long long)cursor);
    return DESK_BAD;
  }
  SessionOutcome outcome = SESSION_OK;
  size_t made = make_steps(desk, race.earlier - 1, &race, &outcome);
  DeskResult result = DESK_OK;
  if (outcome != SESSION_OK && outcome != SESSION_OVER) {
    result = desk_outcome(desk, outcome);
  } else {
    text_addf(&desk->answer, "step %llu before step %llu%s",
              (unsigned long long)race.later, (unsigned long long)race.earlier,
              made == race.count ? "" : ", as far as it could be");
    verbs_say_branch(desk);
  }
  race_release(&race);
  return result;
}

DeskResult verb_undo(Desk *desk, const Command *command) {
  (void)command;
  Session *session = &desk->session;
  Race rest;
  u64 cursor = session_cursor(session);
  u64 last = session_last(session);
  if (cursor == 0) {
    text_add(&desk->answer, "this is the beginning: nothing is to be undone");
    return DESK_BAD;
  }
  if (!race_without(session, &rest)) {
    text_addf(&desk->answer,
              "there are more than %d steps behind this one: undo a later one",
              UNDO_REACH);
    return DESK_BAD;
  }
  SessionOutcome outcome = SESSION_OK;
  size_t made = make_steps(desk, cursor - 1, &rest, &outcome);
  race_release(&rest);
  if (outcome != SESSION_OK && outcome != SESSION_OVER) {
    return desk_outcome(desk, outcome);
  }
  text_addf(&desk->answer,
            "step %llu undone with the %llu that followed from it; %zu others "
            "stay",
            (unsigned long long)cursor,
            (unsigned long long)(last - cursor - made), made);
  if (made > 0) {
    verbs_say_branch(desk);
  }
  return DESK_OK;
}
