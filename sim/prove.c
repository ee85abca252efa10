// prove.c -- a session with one check, and a search from its beginning.
#include "prove.h"

#include "base/check.h"

enum { STEPS_MOST = 2000, RUNS_MOST = 100000000 };

static bool open(const Question *question, Session *session) {
  const CheckItem *check = question->check;
  session_init(session, question->program, question->name, question->seed);
  session->stop = question->stop;
  checks_add(&session->checks, check->name,
             &(Rule){check->kind, check->source, check->bound_steps,
                     check->bound_time});
  return session_start(session, question->seed) == SESSION_OK;
}

// Of threads all orders are tried: which depend on each other is not known, and
// no state is known again.
static bool suits(const Session *session, SearchPlan *plan) {
  bool turns = model_has_turns(&session->model);
  bool orders = plan->mode == SEARCH_ORDERS;
  plan->mode = turns && orders ? SEARCH_ALL : plan->mode;
  return !turns || orders;
}

static void search(const Question *question, SearchMode mode,
                   SearchResult *result) {
  Session session;
  *result = (SearchResult){.mode = mode};
  SearchPlan plan = {.mode = mode,
                     .runs = RUNS_MOST,
                     .steps = STEPS_MOST,
                     .time = question->time,
                     .only_checks = true};
  if (open(question, &session) && suits(&session, &plan)) {
    search_run(&session, &plan, NULL, NULL, result);
  }
  session_release(&session);
}

// A failing run, without what it does not need.
static u64 shrunk(const Question *question, const SearchResult *found) {
  Session session;
  SearchResult result = {0};
  u64 count = found->count;
  SearchPlan plan = {.mode = SEARCH_SHRINK,
                     .runs = 1000000,
                     .steps = STEPS_MOST,
                     .time = question->time,
                     .only_checks = true};
  if (open(question, &session)) {
    search_shrink(&session, found->choices, found->count, &plan, NULL, NULL,
                  &result);
    count = result.found && result.count < count ? result.count : count;
    search_release(&result);
  }
  session_release(&session);
  return count;
}

u64 prove_shortest(const Question *question) {
  SearchResult result;
  search(question, SEARCH_SHORTEST, &result);
  u64 count = result.found ? result.count : 0;
  search_release(&result);
  if (count == 0) {
    search(question, SEARCH_ORDERS, &result);
    count = result.found ? shrunk(question, &result) : 0;
    search_release(&result);
  }
  return count;
}

CheckVerdict prove_own_run(const Question *question) {
  Session session;
  CheckVerdict verdict = CHECK_PENDING;
  if (open(question, &session)) {
    while (session_last(&session) < STEPS_MOST &&
           session_step(&session) == SESSION_OK) {
      // On to its end.
    }
    verdict = check_verdict(&session.checks.items[0], session_last(&session));
  }
  session_release(&session);
  return verdict;
}

void prove_all(const Question *question, SearchResult *result) {
  search(question, SEARCH_ORDERS, result);
}
