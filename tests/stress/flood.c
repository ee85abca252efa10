// flood.c -- pools hand on what is poured into them, doubled each time; the
// last drops go to drains, which may have little room. In between trees grow
// whose actors end at once, and threads outside ask.
#include "flood.h"

#include <stdatomic.h>

#include "base/rng.h"
#include "base/thread.h"
#include "troupe.h"

// pour(left) | grow(depth) | count() -> so many were handled
#define BASIN(M)                             \
  M(BASIN_POUR, basin, pour, (i64, left), )  \
  M(BASIN_GROW, basin, grow, (i64, depth), ) \
  M(BASIN_COUNT, basin, count, , (i64, handled))
PROTOCOL(Basin, basin, BASIN)
STATE(BasinState, (i64, handled)(bool, drains))
ACTOR(Basin, basin, BasinState, flowing)

enum { POOLS = 8, DRAINS = 3, GROWN = 5 };

static struct {
  BasinRef pools[POOLS];
  BasinRef drains[DRAINS];
  _Atomic i64 dropped;  // told, and refused or dropped
  _Atomic i64 grown;
  _Atomic i64 trees;
} flood;

static void hand_on(i64 left) {
  u64 chance = actor_random();
  TellOutcome outcome =
      left > 0 ? basin_tell_pour(flood.pools[chance % POOLS], left - 1)
               : basin_tell_pour(flood.drains[chance % DRAINS], 0);
  if (outcome != TELL_OK) {
    atomic_fetch_add(&flood.dropped, 1);
  }
}

static void grow(i64 depth) {
  atomic_fetch_add(&flood.grown, 1);
  for (int i = 0; i < 2 && depth > 0; i++) {
    BasinRef child =
        basin_spawn(actor_system(), "grown", (BasinState){.handled = 0});
    ignore(basin_tell_grow(child, depth - 1));
  }
  actor_exit();
}

static void flowing(BasinState *self, const BasinMsg *message) {
  switch (message->kind) {
    case BASIN_POUR:
      self->handled++;
      if (!self->drains) {
        hand_on(message->pour.left);
        hand_on(message->pour.left);
      }
      break;
    case BASIN_GROW:
      grow(message->grow.depth);
      break;
    case BASIN_COUNT:
      basin_reply_count(self->handled);
      break;
  }
}

// ---- Outside ----

typedef struct Pourer {
  System *system;
  const FloodPlan *plan;
  Rng rng;
  Thread thread;
  const char *wrong;
} Pourer;

static void ask_one(Pourer *pourer, BasinRef basin) {
  struct basin_count_reply reply;
  Deadline deadline = rng_below(&pourer->rng, 2) == 0 ? NEVER : after_ms(60000);
  AskOutcome outcome = basin_ask_count(basin, &reply, deadline);
  if (outcome != ASK_OK && outcome != ASK_FULL) {
    pourer->wrong = AskOutcome_value_names[outcome];
  }
}

static void pour(void *arg) {
  Pourer *pourer = arg;
  for (i64 i = 0; i < pourer->plan->pours; i++) {
    BasinRef pool = flood.pools[rng_below(&pourer->rng, POOLS)];
    if (basin_tell_pour(pool, pourer->plan->depth) != TELL_OK) {
      pourer->wrong = "a pour was refused";
    }
    if (rng_below(&pourer->rng, 16) == 0) {
      ask_one(pourer, rng_below(&pourer->rng, 4) == 0
                          ? flood.drains[rng_below(&pourer->rng, DRAINS)]
                          : pool);
    }
    if (rng_below(&pourer->rng, 64) == 0) {
      BasinRef tree =
          basin_spawn(pourer->system, "tree", (BasinState){.handled = 0});
      ignore(basin_tell_grow(tree, GROWN));
      atomic_fetch_add(&flood.trees, 1);
    }
  }
}

static const char *count_all(System *system, const FloodPlan *plan) {
  i64 handled = 0;
  for (int i = 0; i < POOLS + DRAINS; i++) {
    struct basin_count_reply reply;
    if (basin_ask_count(i < POOLS ? flood.pools[i] : flood.drains[i - POOLS],
                        &reply, NEVER) != ASK_OK) {
      return "a basin does not answer";
    }
    handled += reply.handled;
  }
  SystemCounts counts = system_counts(system);
  i64 fallen = plan->policy == FULL_DROP_OLDEST || plan->capacity == 0
                   ? (i64)counts.dead_letters
                   : atomic_load(&flood.dropped);
  i64 poured = (i64)plan->outside * plan->pours;
  // Each is one message at the top, two below, and so on down to the drains.
  i64 sent = poured * (((i64)4 << plan->depth) - 1);
  i64 grown = atomic_load(&flood.trees) * (((i64)2 << GROWN) - 1);
  return handled + fallen != sent             ? "a message was lost, or doubled"
         : atomic_load(&flood.grown) != grown ? "an actor was lost"
         : counts.spawned != (u64)grown + POOLS + DRAINS ? "spawned"
         : counts.ended != (u64)grown                    ? "ended"
                                                         : NULL;
}

static void raise_basins(System *system, const FloodPlan *plan) {
  for (int i = 0; i < POOLS; i++) {
    flood.pools[i] = basin_spawn(system, "pool", (BasinState){.drains = false});
  }
  for (int i = 0; i < DRAINS; i++) {
    flood.drains[i] =
        basin_spawn_with(system,
                         (SpawnOptions){.label = "drain",
                                        .capacity = plan->capacity,
                                        .policy = plan->policy,
                                        .blocking = plan->blocking},
                         (BasinState){.drains = true});
  }
}

const char *flood_pour(System *system, const FloodPlan *plan) {
  atomic_store(&flood.dropped, 0);
  atomic_store(&flood.grown, 0);
  atomic_store(&flood.trees, 0);
  raise_basins(system, plan);
  const char *wrong = NULL;
  Pourer pourers[FLOOD_OUTSIDE];
  size_t started = 0;
  for (; started < plan->outside; started++) {
    Pourer *pourer = &pourers[started];
    *pourer = (Pourer){.system = system, .plan = plan};
    rng_seed(&pourer->rng, plan->seed + started);
    if (!thread_start(&pourer->thread, "pourer", pour, pourer)) {
      wrong = "no thread";
      break;
    }
  }
  for (size_t i = 0; i < started; i++) {
    thread_join(&pourers[i].thread);
    wrong = pourers[i].wrong != NULL ? pourers[i].wrong : wrong;
  }
  if (wrong != NULL || !plan->calms) {
    return wrong;
  }
  return system_run(system, plan->patience) == RUN_TIMEOUT
             ? "it does not become quiet"
             : count_all(system, plan);
}
