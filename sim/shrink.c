// shrink.c -- chunks of steps left out, the halves first, then the quarters,
// until no single one can be missed.
//
// A step is known again by its process and its message, not by its place among
// the options; one that is not open without what was left out is left out too.
#include <stdio.h>
#include <string.h>

#include "base/deadline.h"
#include "base/mem.h"
#include "inside.h"
#include "search.h"

enum { TELL_NS = 100000000 };

typedef struct Shrink {
  Walk walk;
  WalkStep *steps;  // the shortest run so far
  size_t count;
  char failure[512];
  const SearchPlan *plan;
  SearchListener *on_progress;
  void *context;
  SearchResult *result;
  i64 began;
  i64 told;
} Shrink;

// The same check, or the same kind of failure.
static bool same_failure(const char *a, const char *b) {
  size_t length = strcspn(a, "(:");
  return length == strcspn(b, "(:") && strncmp(a, b, length) == 0;
}

static bool may_go_on(Shrink *shrink) {
  SearchResult *result = shrink->result;
  i64 now = clock_now();
  result->time = now - shrink->began;
  if (now - shrink->told > TELL_NS && shrink->on_progress != NULL) {
    shrink->told = now;
    result->interrupted |= !shrink->on_progress(shrink->context, result);
  }
  const volatile int *stop = shrink->walk.origin.stop;
  result->interrupted |= stop != NULL && *stop != 0;
  return !result->interrupted && result->time < shrink->plan->time &&
         result->runs < shrink->plan->runs;
}

static void keep(Shrink *shrink) {
  shrink->count = shrink->walk.count;
  memcpy(shrink->steps, shrink->walk.steps,
         shrink->count * sizeof *shrink->steps);
}

// The run without steps from..to. True: it fails as well, and is kept.
static bool try_without(Shrink *shrink, size_t from, size_t to) {
  Walk *walk = &shrink->walk;
  WalkState state = walk_begin(walk);
  for (size_t i = 0; i < shrink->count && state <= WALK_QUIET; i++) {
    u64 index = 0;
    if ((i < from || i >= to) &&
        walk_option(&walk->model, &shrink->steps[i], &index)) {
      state = walk_choose(walk, index);
    }
  }
  shrink->result->runs++;
  shrink->result->steps += walk->count;
  shrink->result->interrupted |= state == WALK_INTERRUPTED;
  bool shorter = state == WALK_FAILED && walk->count < shrink->count &&
                 same_failure(walk->failure, shrink->failure);
  if (shorter) {
    keep(shrink);
  }
  return shorter;
}

static void shorten(Shrink *shrink) {
  size_t chunk = shrink->count / 2;
  while (chunk > 0 && may_go_on(shrink)) {
    bool any = false;
    // From the end: what is there has no followers.
    for (size_t end = shrink->count; end > 0 && may_go_on(shrink);) {
      size_t from = end > chunk ? end - chunk : 0;
      any |= try_without(shrink, from, end);
      end = from < shrink->count ? from : shrink->count;
    }
    chunk = any && chunk == 1 ? 1 : chunk / 2;
  }
}

static bool repeat(Shrink *shrink, const u64 *choices, size_t count) {
  Walk *walk = &shrink->walk;
  WalkState state = walk_begin(walk);
  for (size_t i = 0; i < count && state <= WALK_QUIET; i++) {
    state = walk_choose(walk, choices[i]);
  }
  if (state != WALK_FAILED) {
    (void)snprintf(shrink->result->why, sizeof shrink->result->why, "%s",
                   state == WALK_LOST ? walk->why : SEARCH_NO_FAILURE);
    return false;
  }
  (void)snprintf(shrink->failure, sizeof shrink->failure, "%s", walk->failure);
  shrink->steps = mem_array(WalkStep, walk->count + 1);
  keep(shrink);
  return true;
}

void search_shrink(const Session *session, const u64 *choices, size_t count,
                   const SearchPlan *plan, SearchListener *on_progress,
                   void *context, SearchResult *result) {
  Shrink shrink = {.walk = {.only_checks = plan->only_checks},
                   .plan = plan,
                   .on_progress = on_progress,
                   .context = context,
                   .result = result,
                   .began = clock_now()};
  *result = (SearchResult){.mode = SEARCH_SHRINK};
  if (walk_open(&shrink.walk, session) != WALK_READY) {
    (void)snprintf(result->why, sizeof result->why, "%s", shrink.walk.why);
  } else if (!plan->copies && inside_run(&shrink.walk, plan, choices, count,
                                         on_progress, context, result)) {
    // All is said.
  } else if (repeat(&shrink, choices, count)) {
    shorten(&shrink);
    // Once more: the choices are those of the shortest run as it was made.
    result->found = true;
    result->count = shrink.count;
    result->choices = mem_array(u64, shrink.count + 1);
    for (size_t i = 0; i < shrink.count; i++) {
      result->choices[i] = shrink.steps[i].choice;
    }
    (void)snprintf(result->failure, sizeof result->failure, "%s",
                   shrink.failure);
  }
  result->time = clock_now() - shrink.began;
  mem_free(shrink.steps);
  walk_close(&shrink.walk);
}
