// desk_run.c -- a run under way: the next step of it, and why it ends.
#include "base/mem.h"
#include "desk_parts.h"
#include "story.h"
#include "verbs_puzzle.h"

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
    *result = desk_do(desk, text_of(&line));
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
    desk_learn(desk, "");
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
