// explore_random.c -- a seed a run; or priorities, which find a bug that needs
// D orderings with a probability of at least 1 in n * k^(D-1), for n processes
// and k steps (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized
// scheduler with probabilistic guarantees of finding bugs", 2010).
#include "acting/explore_impl.h"

static bool next_seed(Explore *explore) {
  (void)explore;
  return true;  // the bound of runs is the number of seeds
}

static bool choose_by_seed(Explore *explore, u64 step, const Option *options,
                           size_t count, u64 *choice) {
  *choice =
      choose_random(explore->seed + explore->run - 1, step, options, count);
  return true;
}

const Strategy strategy_random = {
    .name = "random", .next = next_seed, .choose = choose_by_seed};

// ---- Priorities ----

enum { DEPTH_MOST = 64, PROCESSES_MOST = 4096 };

typedef struct Priorities {
  Rng rng;
  u64 longest;  // of the runs so far: where changes may be
  u64 changes[DEPTH_MOST];
  size_t change_count;
  u64 processes[PROCESSES_MOST];
  u64 ranks[PROCESSES_MOST];
  size_t count;
} Priorities;

static void start(Explore *explore) {
  explore->mine = ARENA_ARRAY(&explore->own, Priorities, 1);
}

// The first run has no changes: it measures.
static bool next(Explore *explore) {
  Priorities *own = explore->mine;
  u64 wanted = explore->number > DEPTH_MOST ? DEPTH_MOST : explore->number;
  own->longest = explore->count > own->longest ? explore->count : own->longest;
  own->count = 0;
  own->change_count = own->longest == 0 || wanted == 0 ? 0 : wanted - 1;
  rng_seed(&own->rng, explore->seed + explore->run);
  for (size_t i = 0; i < own->change_count; i++) {
    own->changes[i] = rng_below(&own->rng, own->longest);
  }
  return true;
}

// Ranks drawn lie above those that changes give.
static u64 *rank_of(Priorities *own, u64 process) {
  for (size_t i = 0; i < own->count; i++) {
    if (own->processes[i] == process) {
      return &own->ranks[i];
    }
  }
  size_t place = own->count < PROCESSES_MOST ? own->count++ : 0;
  own->processes[place] = process;
  own->ranks[place] = DEPTH_MOST + rng_below(&own->rng, (u64)1 << 40);
  return &own->ranks[place];
}

// Timers only when nothing else is open.
static size_t highest(Explore *explore, const Option *options, size_t count) {
  Priorities *own = explore->mine;
  size_t best = 0;
  u64 rank = 0;
  for (size_t i = 0; i < count; i++) {
    u64 here = options[i].kind == OPTION_TIMER
                   ? 0
                   : 1 + *rank_of(own, explore->open_steps[i].process);
    if (here >= rank) {
      best = here > rank || rank == 0 ? i : best;
      rank = here;
    }
  }
  return best;
}

static bool choose(Explore *explore, u64 step, const Option *options,
                   size_t count, u64 *choice) {
  Priorities *own = explore->mine;
  (void)step;
  *choice = highest(explore, options, count);
  for (size_t i = 0; i < own->change_count; i++) {
    if (own->changes[i] == explore->count &&
        options[*choice].kind != OPTION_TIMER) {
      *rank_of(own, explore->open_steps[*choice].process) =
          own->change_count - i;
      *choice = highest(explore, options, count);
    }
  }
  return true;
}

const Strategy strategy_pct = {
    .name = "pct", .start = start, .next = next, .choose = choose};
