// verbs_search.c -- explore, shrink.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"
#include "verbs_found.h"

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

// A mode's word, and the number that belongs to it.
static bool read_mode(const Command *command, size_t *at, SearchPlan *plan) {
  const char *word = command->words[*at];
  SearchMode mode = SEARCH_ORDERS;
  while (mode < SEARCH_SHRINK && !text_equal(word, search_mode_name(mode))) {
    mode++;
  }
  if (mode == SEARCH_SHRINK) {
    return false;
  }
  plan->mode = mode;
  plan->runs = mode == SEARCH_RANDOM || mode == SEARCH_PCT ? 1000 : plan->runs;
  if ((mode == SEARCH_PCT || mode == SEARCH_DELAYS) &&
      *at + 1 < command->word_count &&
      grammar_number(command->words[*at + 1], &plan->number)) {
    ++*at;
  } else if (mode == SEARCH_PCT || mode == SEARCH_DELAYS) {
    plan->number = mode == SEARCH_PCT ? 3 : 2;
  }
  return true;
}

static bool read_plan(const Command *command, SearchPlan *plan, Text *why) {
  *plan = (SearchPlan){.mode = SEARCH_ORDERS,
                       .runs = 100000000,
                       .steps = 2000,
                       .time = 60000000000};
  for (size_t i = 0; i < command->word_count; i++) {
    const char *word = command->words[i];
    const char *next = i + 1 < command->word_count ? command->words[i + 1] : "";
    if (read_mode(command, &i, plan)) {
      continue;
    }
    if (text_equal(word, "checks")) {
      plan->only_checks = true;
    } else if (text_equal(word, "copies")) {
      plan->copies = true;
    } else if (!read_bound(word, next, plan)) {
      text_addf(why,
                "explore takes orders, random or all, pct D, delays N or "
                "shortest, then bounds as in 500, 200 steps, 10s, or checks; "
                "what is %s?",
                word);
      return false;
    } else {
      i += text_equal(next, "steps");
    }
  }
  return true;
}

// What a search that found nothing has covered.
static void tell_cover(const SearchPlan *plan, const SearchResult *result,
                       Text *out) {
  if (result->interrupted) {
    text_add(out, "; interrupted, not all were tried");
  } else if (plan->mode == SEARCH_SHORTEST && result->complete) {
    text_add(out,
             "; these are all states, as far as two that look the same are "
             "the same");
  } else if (plan->mode == SEARCH_DELAYS && result->complete) {
    text_addf(out, "; these are all that pass %llu turns at most",
              (unsigned long long)plan->number);
  } else if (result->complete) {
    text_add(out, "; these are all, up to where all is quiet");
  } else if (plan->mode != SEARCH_RANDOM && plan->mode != SEARCH_PCT) {
    text_add(out, "; stopped at its bound, not all were tried");
    found_add_share(result, out);
  }
}

static void tell_none(Desk *desk, const SearchPlan *plan,
                      const SearchResult *result) {
  const char *what = plan->mode == SEARCH_RANDOM || plan->mode == SEARCH_PCT
                         ? "no seed"
                     : plan->mode == SEARCH_SHORTEST ? "no state"
                                                     : "no order";
  text_addf(&desk->answer, "%s goes wrong: ", what);
  found_add_counts(result, &desk->answer);
  tell_cover(plan, result, &desk->answer);
}

// Which turns of threads depend on each other is not known here: the orders
// that matter cannot be told from the others.
static bool suit_threads(const Model *model, SearchPlan *plan, Text *why) {
  if (!model_has_turns(model) || plan->mode == SEARCH_RANDOM ||
      plan->mode == SEARCH_ALL) {
    return true;
  }
  if (plan->mode != SEARCH_ORDERS) {
    text_add(why,
             "threads are searched at random, or all: explore random 1000, "
             "explore all; ./troupe threads tries those of few preemptions");
    return false;
  }
  plan->mode = SEARCH_RANDOM;
  plan->runs = plan->runs > 1000 ? 1000 : plan->runs;
  return true;
}

DeskResult verb_explore(Desk *desk, const Command *command) {
  SearchPlan plan;
  SearchResult result;
  if (command->word_count == 1 && text_equal(command->words[0], "last")) {
    return found_show(desk);
  }
  if (!read_plan(command, &plan, &desk->answer) ||
      !suit_threads(&desk->session.model, &plan, &desk->answer)) {
    return DESK_BAD;
  }
  if (session_cursor(&desk->session) == session_last(&desk->session) &&
      desk->session.ending.state != ENGINE_OFF) {
    text_add(&desk->answer,
             "the program has ended here; go back first (back, or goto 0)");
    return DESK_BAD;
  }
  found_begin(desk, &plan);
  search_run(&desk->session, &plan, found_on_progress, desk, &result);
  found_end(desk, &result);
  DeskResult answer = DESK_OK;
  if (result.why[0] != '\0') {
    text_add(&desk->answer, result.why);
    answer = DESK_BAD;
  } else if (result.found) {
    answer = found_tell(desk, &result, "found:");
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
  SearchPlan plan = {
      .mode = SEARCH_SHRINK, .runs = 1000000, .time = 10000000000};
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
  found_begin(desk, &plan);
  session_goto(session, base);
  search_shrink(session, choices, count, &plan, found_on_progress, desk,
                &result);
  found_end(desk, &result);
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
    answer = found_tell(desk, &result, text_of(&how));
    text_release(&how);
  }
  search_release(&result);
  return answer;
}
