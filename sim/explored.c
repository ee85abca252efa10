// explored.c -- a search in words.
#include "explored.h"

#include "base/mem.h"

void explored_release(Explored *explored) {
  for (size_t i = 0; i < explored->count; i++) {
    mem_free(explored->failures[i].what);
  }
  *explored = (Explored){0};
}

void explored_begin(Explored *explored, const SearchPlan *plan, u64 from) {
  explored->any = true;
  explored->under_way = true;
  explored->plan = *plan;
  explored->result = (SearchResult){.mode = plan->mode};
  explored->from = from;
}

void explored_see(Explored *explored, const SearchResult *sofar) {
  explored->result = *sofar;
  explored->result.choices = NULL;
}

void explored_end(Explored *explored, const SearchResult *result) {
  explored_see(explored, result);
  explored->under_way = false;
}

static void forget(Explored *explored, size_t at) {
  mem_free(explored->failures[at].what);
  explored->count--;
  for (size_t i = at; i < explored->count; i++) {
    explored->failures[i] = explored->failures[i + 1];
  }
}

void explored_found(Explored *explored, const char *what, u64 branch,
                    u64 step) {
  size_t same = 0;
  while (same < explored->count && explored->failures[same].branch != branch) {
    same++;
  }
  if (same < explored->count || same == EXPLORED_FAILURES) {
    forget(explored, same < explored->count ? same : same - 1);
  }
  for (size_t i = explored->count; i > 0; i--) {
    explored->failures[i] = explored->failures[i - 1];
  }
  explored->failures[0] =
      (ExploredFailure){text_copy(what), explored->result.mode, branch, step};
  explored->count++;
}

// ---- In words ----

static unsigned long long number(u64 count) {
  return (unsigned long long)count;
}

void explored_say_plan(const Explored *explored, Text *out) {
  static const char *const says[] = {"one run of each order that matters",
                                     "every order",
                                     "each run by a seed of its own",
                                     "priorities that change now and then",
                                     "turns passed",
                                     "state by state, the shortest failure",
                                     "leaving steps out of a run that fails"};
  const SearchPlan *plan = &explored->plan;
  text_addf(out, "%s", search_mode_name(plan->mode));
  if (plan->mode == SEARCH_PCT || plan->mode == SEARCH_DELAYS) {
    text_addf(out, " %llu", number(plan->number));
  }
  text_addf(out, ": %s, from step %llu", says[plan->mode],
            number(explored->from));
}

static u64 runs_of(const SearchResult *result) {
  return result->runs + result->blocked + result->cut;
}

void explored_say_distinct(const SearchResult *result, Text *out) {
  const char *more = result->distinct == 1 ? "" : "s";
  if (result->distinct > 0) {
    text_addf(out, ", %llu ", number(result->distinct));
    text_addf(out,
              result->mode == SEARCH_SHORTEST ? "state%s"
              : result->mode == SEARCH_SHRINK ? "step%s left"
                                              : "distinct order%s",
              more);
  }
}

void explored_say_runs(const Explored *explored, Text *out) {
  const SearchResult *result = &explored->result;
  u64 runs = runs_of(result);
  text_addf(out, "%llu run%s", number(runs), runs == 1 ? "" : "s");
  if (result->blocked > 0) {
    text_addf(out, ", %llu given up as others cover them",
              number(result->blocked));
  }
  if (result->cut > 0) {
    text_addf(out, ", %llu cut off at %llu steps", number(result->cut),
              number(explored->plan.steps));
  }
  explored_say_distinct(result, out);
}

void explored_say_rate(const Explored *explored, Text *out) {
  const SearchResult *result = &explored->result;
  f64 seconds = (f64)result->time / 1e9;
  text_addf(out, "%.2f s", seconds);
  if (seconds > 0) {
    text_addf(out, ", %.0f runs/s, %.0f steps/s",
              (f64)runs_of(result) / seconds, (f64)result->steps / seconds);
  }
}

// What ended a search that found nothing and has not tried all.
static const char *bound_of(const Explored *explored) {
  const SearchResult *result = &explored->result;
  return result->interrupted                      ? "you ended it"
         : runs_of(result) >= explored->plan.runs ? "the bound of runs"
         : result->time >= explored->plan.time    ? "the bound of time"
         : result->cut > 0                        ? "the bound of steps"
                                                  : "its memory is full";
}

static void say_complete(const Explored *explored, Text *out) {
  const SearchResult *result = &explored->result;
  if (result->mode == SEARCH_SHORTEST) {
    text_add(out, "covered: all states, as far as two alike are the same");
  } else if (result->mode == SEARCH_DELAYS) {
    text_addf(out, "covered: all runs that pass %llu turns at most",
              number(explored->plan.number));
  } else if (result->mode == SEARCH_SHRINK) {
    text_add(out, "covered: no step more can be left out");
  } else {
    text_add(out, "covered: these are all");
  }
}

void explored_say_cover(const Explored *explored, Text *out) {
  const SearchResult *result = &explored->result;
  if (result->why[0] != '\0') {
    text_addf(out, "could not begin: %s", result->why);
  } else if (result->found && result->mode != SEARCH_SHRINK) {
    text_add(out, "stopped by a failure");
  } else if (result->complete) {
    say_complete(explored, out);
  } else if (!explored->under_way && result->mode != SEARCH_SHRINK) {
    bool seeds = result->mode == SEARCH_RANDOM || result->mode == SEARCH_PCT;
    text_addf(out, "stopped: %s%s", bound_of(explored),
              seeds ? "" : "; not all were tried");
  } else {
    text_add(out, explored->under_way ? "going on (Esc ends it)" : "done");
  }
  f64 share = result->share;
  if (share > 0 && !result->complete && !result->found) {
    text_addf(out, "; about %.3g%% of %.2g runs", share * 100,
              (f64)runs_of(result) / share);
  }
}
