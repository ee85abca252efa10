// verbs_search.c -- explore, shrink, swap.
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "race.h"
#include "search.h"
#include "verbs.h"

// ---- While it goes on, and what came of it ----

static void add_counts(const SearchResult *result, Text *out) {
  f64 seconds = (f64)result->time / 1e9;
  u64 runs = result->runs + result->blocked + result->cut;
  text_addf(out, "%llu runs", (unsigned long long)runs);
  if (result->blocked > 0) {
    text_addf(out, " (%llu given up, for others cover them)",
              (unsigned long long)result->blocked);
  }
  if (result->cut > 0) {
    text_addf(out, " (%llu cut off at the bound of steps)",
              (unsigned long long)result->cut);
  }
  if (result->distinct > 0) {
    text_addf(out, ", %llu distinct orders",
              (unsigned long long)result->distinct);
  }
  text_addf(out, ", %llu steps, %.2f s, %.0f runs/s",
            (unsigned long long)result->steps, seconds,
            seconds > 0 ? (f64)runs / seconds : 0.0);
}

static bool on_progress(void *context, const SearchResult *sofar) {
  Desk *desk = (Desk *)context;
  text_clear(&desk->searches);
  text_add(&desk->searches, "searching: ");
  add_counts(sofar, &desk->searches);
  text_add(&desk->searches, "  (Esc or Ctrl-C ends it)");
  const Engine *engine = &desk->session.engine;
  return (engine->on_wait == NULL || engine->on_wait(engine->wait_context)) &&
         !desk->interrupted;
}

static void begin_search(Desk *desk) {
  desk->runner.on = false;
  desk->interrupted = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  text_clear(&desk->searches);
  text_add(&desk->searches, "searching");
}

// Ctrl-C is for the search alone; other signals are for the whole.
static void end_search(Desk *desk) {
  text_clear(&desk->searches);
  if (desk->session.stop != NULL && *desk->session.stop == SIGINT) {
    *desk->session.stop = 0;
  }
}

// Goes along the choices from the cursor on. The future that was there is kept
// as a branch if it is another.
static DeskResult open_run(Desk *desk, const SearchResult *result) {
  Session *session = &desk->session;
  for (size_t i = 0; i < result->count; i++) {
    SessionOutcome outcome = session_choose(session, result->choices[i]);
    if (outcome != SESSION_OK && i + 1 < result->count) {
      return desk_outcome(desk, outcome);
    }
    text_clear(&desk->answer);
  }
  return DESK_OK;
}

static DeskResult tell_found(Desk *desk, const SearchResult *result,
                             const char *how) {
  Text counts = {0};
  add_counts(result, &counts);
  u64 branch = desk->session.branches.now.number;
  DeskResult opened = open_run(desk, result);
  if (opened == DESK_OK) {
    desk->failed |= !text_starts(result->failure, "check ");
    text_addf(&desk->answer, "%s %s at step %llu\n%s", how, result->failure,
              (unsigned long long)session_cursor(&desk->session),
              text_of(&counts));
    if (desk->session.branches.now.number != branch) {
      text_addf(&desk->answer, "; branch %llu",
                (unsigned long long)desk->session.branches.now.number);
    }
    text_add(&desk->answer, "\n");
    verbs_add_replay(desk, &desk->answer);
    text_add(&desk->answer, "\n");
    verbs_show(desk);
  }
  text_release(&counts);
  return opened;
}

// ---- explore ----

static bool read_bound(const char *word, const char *unit, SearchPlan *plan) {
  char *end;
  u64 number = strtoull(word, &end, 10);
  if (end == word || number == 0 || number > 1000000000) {
    return false;
  }
  if (text_equal(end, "s")) {
    plan->time = (i64)number * 1000000000;
  } else if (*end == '\0' && text_equal(unit, "steps")) {
    plan->steps = number;
  } else if (*end == '\0') {
    plan->runs = number;
  }
  return *end == '\0' || text_equal(end, "s");
}

static bool read_plan(const Command *command, SearchPlan *plan, Text *why) {
  *plan = (SearchPlan){.mode = SEARCH_ORDERS,
                       .runs = 1000000,
                       .steps = 2000,
                       .time = 60000000000};
  for (size_t i = 0; i < command->word_count; i++) {
    const char *word = command->words[i];
    const char *next = i + 1 < command->word_count ? command->words[i + 1] : "";
    if (text_equal(word, "random")) {
      plan->mode = SEARCH_RANDOM;
      plan->runs = 1000;
    } else if (text_equal(word, "orders") || text_equal(word, "all")) {
      plan->mode = text_equal(word, "all") ? SEARCH_ALL : SEARCH_ORDERS;
    } else if (text_equal(word, "checks")) {
      plan->only_checks = true;
    } else if (!read_bound(word, next, plan)) {
      text_addf(why,
                "explore takes orders, random or all, then bounds as in "
                "500, 200 steps, 10s, or checks; what is %s?",
                word);
      return false;
    } else {
      i += text_equal(next, "steps");
    }
  }
  return true;
}

static void tell_none(Desk *desk, const SearchPlan *plan,
                      const SearchResult *result) {
  const char *what = plan->mode == SEARCH_RANDOM ? "no seed" : "no order";
  text_addf(&desk->answer, "%s goes wrong: ", what);
  add_counts(result, &desk->answer);
  if (result->interrupted) {
    text_add(&desk->answer, "; interrupted, not all were tried");
  } else if (result->complete) {
    text_add(&desk->answer, "; these are all, up to where all is quiet");
  } else if (plan->mode != SEARCH_RANDOM) {
    text_add(&desk->answer, "; stopped at its bound, not all were tried");
  }
}

DeskResult verb_explore(Desk *desk, const Command *command) {
  SearchPlan plan;
  SearchResult result;
  if (!read_plan(command, &plan, &desk->answer)) {
    return DESK_BAD;
  }
  if (session_cursor(&desk->session) == session_last(&desk->session) &&
      desk->session.ending.state != ENGINE_OFF) {
    text_add(&desk->answer,
             "the program has ended here; go back first (back, or goto 0)");
    return DESK_BAD;
  }
  begin_search(desk);
  search_run(&desk->session, &plan, on_progress, desk, &result);
  end_search(desk);
  DeskResult answer = DESK_OK;
  if (result.why[0] != '\0') {
    text_add(&desk->answer, result.why);
    answer = DESK_BAD;
  } else if (result.found) {
    answer = tell_found(desk, &result, "found:");
  } else {
    tell_none(desk, &plan, &result);
  }
  search_release(&result);
  return answer;
}

// ---- shrink ----

// The step after the last typed command: what was typed stays.
static u64 free_from(const Tape *tape) {
  u64 step = tape_last(tape);
  while (step > 0 && tape_step(tape, step)->kind == STEP_OPTION) {
    step--;
  }
  return step;
}

DeskResult verb_shrink(Desk *desk, const Command *command) {
  Session *session = &desk->session;
  SearchPlan plan = {.runs = 100000, .time = 10000000000};
  SearchResult result;
  plan.only_checks =
      command->word_count > 0 && text_equal(command->words[0], "checks");
  if (command->word_count > 0 && !plan.only_checks) {
    text_addf(&desk->answer, "shrink takes nothing, or checks; what is %s?",
              command->words[0]);
    return DESK_BAD;
  }
  u64 cursor = session_cursor(session);
  u64 base = free_from(&session->tape);
  size_t count = (size_t)(session_last(session) - base);
  u64 *choices = mem_array(u64, count + 1);
  for (size_t i = 0; i < count; i++) {
    choices[i] = tape_step(&session->tape, base + 1 + i)->choice;
  }
  begin_search(desk);
  session_goto(session, base);
  search_shrink(session, choices, count, &plan, on_progress, desk, &result);
  end_search(desk);
  mem_free(choices);
  DeskResult answer = DESK_OK;
  if (!result.found) {
    session_goto(session, cursor);
    text_addf(&desk->answer, "%s",
              result.why[0] == '\0' ? "interrupted" : result.why);
    answer = DESK_BAD;
  } else {
    Text how = {0};
    text_addf(&how, "%zu steps instead of %zu:", result.count, count);
    answer = tell_found(desk, &result, text_of(&how));
    text_release(&how);
  }
  search_release(&result);
  return answer;
}

// ---- swap ----

DeskResult verb_swap(Desk *desk, const Command *command) {
  (void)command;
  Session *session = &desk->session;
  Race race;
  u64 cursor = session_cursor(session);
  if (!race_find(session, &race)) {
    text_addf(&desk->answer,
              "step %llu races with no earlier step: no other order was "
              "possible here",
              (unsigned long long)cursor);
    return DESK_BAD;
  }
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  session_goto(session, race.earlier - 1);
  SessionOutcome outcome = SESSION_OK;
  bool possible = true;
  for (size_t i = 0; i < race.count && outcome == SESSION_OK && possible; i++) {
    u64 index = 0;
    possible = walk_option(&session->model, &race.steps[i], &index);
    if (possible) {
      outcome = session_choose(session, index);
    }
  }
  DeskResult result = DESK_OK;
  if (outcome != SESSION_OK && outcome != SESSION_OVER) {
    result = desk_outcome(desk, outcome);
  } else {
    text_addf(&desk->answer, "step %llu before step %llu%s",
              (unsigned long long)race.later, (unsigned long long)race.earlier,
              possible ? "" : ", as far as it could be");
    verbs_say_branch(desk);
  }
  race_release(&race);
  return result;
}
