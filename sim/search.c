// search.c -- the loop over runs; orders.h says which comes next.
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting/orders.h"
#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "inside.h"

// Addresses; pages come with their use.
#define ARENA_SIZE ((size_t)4 << 30)

enum { CLASSES_KEPT = 1 << 20, LENGTHS_KEPT = 1 << 20, TELL_NS = 100000000 };

typedef struct Search {
  const SearchPlan *plan;
  SearchResult *result;
  SearchListener *on_progress;
  void *context;
  Walk walk;
  Orders orders;
  Arena arena;  // of the orders
  i64 began;
  i64 told;
  u64 *classes;  // of SEARCH_ALL's runs, with repeats
  size_t class_count;
  size_t class_room;
  RunLengths lengths;
} Search;

// The run just made is counted. False: the search is over.
static bool settle(Search *search, WalkState state) {
  SearchResult *result = search->result;
  result->steps += search->walk.count;
  if (state == WALK_FAILED || state == WALK_READY || state == WALK_QUIET ||
      state == WALK_OVER) {
    run_lengths_note(&search->lengths, search->walk.count);
  }
  switch (state) {
    case WALK_FAILED:
      result->runs++;
      result->found = true;
      (void)snprintf(result->failure, sizeof result->failure, "%s",
                     search->walk.failure);
      result->count = search->walk.count;
      result->choices = mem_array(u64, result->count + 1);
      for (size_t i = 0; i < result->count; i++) {
        result->choices[i] = search->walk.steps[i].choice;
      }
      return false;
    case WALK_INTERRUPTED:
      result->interrupted = true;
      return false;
    case WALK_LOST:
      (void)snprintf(result->why, sizeof result->why, "%s", search->walk.why);
      return false;
    case WALK_READY:
      result->cut++;
      return true;
    case WALK_REFUSED:
      result->blocked++;
      return true;
    case WALK_QUIET:
    case WALK_OVER:
      result->runs++;
      return true;
  }
  return false;
}

static bool may_go_on(Search *search) {
  i64 now = clock_now();
  SearchResult *result = search->result;
  result->time = now - search->began;
  if (now - search->told > TELL_NS && search->on_progress != NULL) {
    search->told = now;
    result->lengths = run_lengths_bins(&search->lengths, LENGTH_BINS);
    if (!search->on_progress(search->context, result)) {
      result->interrupted = true;
    }
  }
  const volatile int *stop = search->walk.origin.stop;
  result->interrupted |= stop != NULL && *stop != 0;
  return !result->interrupted && result->time < search->plan->time &&
         result->runs + result->blocked + result->cut < search->plan->runs;
}

// ---- By seeds ----

static WalkState run_random(Search *search, u64 seed) {
  Walk *walk = &search->walk;
  WalkState state = walk_begin(walk);
  while (state == WALK_READY && walk->count < search->plan->steps) {
    state = walk_run(walk, search->plan->steps - walk->count, seed);
    // Main goes on only when it is told to.
    if (state == WALK_QUIET && walk->model.option_total > 0) {
      state = walk_choose(walk, 0);
    }
  }
  return state;
}

// The bound of runs is the number of seeds.
static void search_by_seeds(Search *search) {
  for (u64 seed = 1; may_go_on(search); seed++) {
    if (!settle(search, run_random(search, seed))) {
      break;
    }
  }
}

// ---- In order ----

static void take(Search *search, size_t at) {
  orders_took(&search->orders, at, &search->walk.steps[at].footprint);
}

static WalkState run_prefix(Search *search) {
  Orders *orders = &search->orders;
  u64 *choices = mem_array(u64, orders->fixed + 1);
  for (size_t i = 0; i < orders->fixed; i++) {
    choices[i] = orders->frames[i].choice;
  }
  WalkState state = walk_replay(&search->walk, choices, orders->fixed);
  mem_free(choices);
  if (orders->fixed > 0 && search->walk.count >= orders->fixed) {
    take(search, orders->fixed - 1);
  }
  return state;
}

static bool enter(Search *search, u64 *choice) {
  const Model *model = &search->walk.model;
  OpenStep *steps = mem_array(OpenStep, model->option_count + 1);
  for (size_t i = 0; i < model->option_count; i++) {
    const ModelOption *option = &model->options[i];
    steps[i] = (OpenStep){footprint_process(option->kind, option->actor),
                          footprint_step(option->kind, option->id)};
  }
  bool entered =
      orders_enter(&search->orders, steps, model->option_count, choice);
  mem_free(steps);
  return entered;
}

static WalkState run_in_order(Search *search) {
  Walk *walk = &search->walk;
  WalkState state = walk_begin(walk);
  if (state == WALK_READY) {
    state = run_prefix(search);
  }
  while (state == WALK_READY && walk->count < search->plan->steps) {
    u64 choice = 0;
    if (!enter(search, &choice)) {
      return WALK_REFUSED;
    }
    state = walk_choose(walk, choice);
    if (walk->count > 0 && walk->count == search->orders.count) {
      take(search, walk->count - 1);
    }
  }
  return state;
}

// What is still in an outbox when all is quiet waits for room.
static void note_waits(Search *search) {
  const Model *model = &search->walk.model;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelMessages *outbox = &model->actors[i].outbox;
    if (outbox->count > 0) {
      orders_wait(&search->orders, model->actors[i].ref, outbox->items[0].to);
    }
  }
}

static int compare(const void *a, const void *b) {
  u64 x = *(const u64 *)a;
  u64 y = *(const u64 *)b;
  return (x > y) - (x < y);
}

static void note_class(Search *search) {
  if (search->plan->mode == SEARCH_ALL && search->class_count < CLASSES_KEPT) {
    search->classes = (u64 *)text_grow(search->classes, &search->class_room,
                                       search->class_count + 1, sizeof(u64));
    search->classes[search->class_count++] = orders_class(&search->orders);
  }
}

static void count_classes(Search *search) {
  if (search->class_count > 0) {
    qsort(search->classes, search->class_count, sizeof(u64), compare);
    search->result->distinct = 1;
  }
  for (size_t i = 1; i < search->class_count; i++) {
    search->result->distinct += search->classes[i] != search->classes[i - 1];
  }
  mem_free(search->classes);
}

static void search_in_order(Search *search) {
  CHECK(arena_open(&search->arena, ARENA_SIZE));
  orders_init(&search->orders, search->plan->mode == SEARCH_ORDERS,
              search->plan->steps + 1, &search->arena);
  bool more = true;
  while (more && may_go_on(search)) {
    WalkState state = run_in_order(search);
    if (state == WALK_QUIET) {
      note_waits(search);
    }
    if (state == WALK_QUIET || state == WALK_OVER) {
      note_class(search);
    }
    if (!settle(search, state)) {
      break;
    }
    if (state == WALK_READY) {
      orders_leave(&search->orders);
    }
    more = orders_next(&search->orders);
  }
  search->result->complete = !more && search->result->cut == 0;
  count_classes(search);
  arena_close(&search->arena);
}

static void search_by_copies(Search *search) {
  SearchMode mode = search->plan->mode;
  search->began = clock_now();
  if (mode > SEARCH_RANDOM) {
    (void)snprintf(search->result->why, sizeof search->result->why,
                   "%s needs a program that can search itself: of one thread, "
                   "with checks without a bound, and no handler that stops it",
                   search_mode_name(mode));
    return;
  }
  search->lengths.room =
      (size_t)(search->plan->steps < LENGTHS_KEPT ? search->plan->steps + 2
                                                  : LENGTHS_KEPT);
  search->lengths.counts = mem_array(u64, search->lengths.room);
  if (mode != SEARCH_RANDOM) {
    search_in_order(search);
  } else {
    search_by_seeds(search);
  }
  search->result->lengths = run_lengths_bins(&search->lengths, LENGTH_BINS);
  mem_free(search->lengths.counts);
}

void search_run(const Session *session, const SearchPlan *plan,
                SearchListener *on_progress, void *context,
                SearchResult *result) {
  Search search = {.plan = plan,
                   .result = result,
                   .on_progress = on_progress,
                   .context = context,
                   .walk = {.only_checks = plan->only_checks},
                   .began = clock_now()};
  *result = (SearchResult){.mode = plan->mode};
  WalkState state = walk_open(&search.walk, session);
  if (state != WALK_READY) {
    ignore(settle(&search, state));
  } else if (!plan->copies && inside_run(&search.walk, plan, NULL, 0,
                                         on_progress, context, result)) {
    // All is said.
  } else {
    search_by_copies(&search);
  }
  result->time = clock_now() - search.began;
  walk_close(&search.walk);
}

const char *search_mode_name(SearchMode mode) {
  static const char *const names[] = {"orders", "all",      "random", "pct",
                                      "delays", "shortest", "shrink"};
  return names[mode];
}

void search_release(SearchResult *result) {
  mem_free(result->choices);
  result->choices = NULL;
}
