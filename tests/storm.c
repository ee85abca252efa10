// storm.c -- who is in it, and the threads outside that stir it up.
#include "storm.h"

#include <string.h>

#include "base/rng.h"
#include "base/thread.h"
#include "storm_actors.h"

enum { CHILDREN = 6, FIRST = 11, ENERGY = 6 };

void storm_begin(const StormPlan *plan) {
  memset(&storm, 0, sizeof storm);
  storm.rings = plan->rings;
  storm.used = FIRST;
}

void storm_listen(void *context, const Event *event) {
  (void)context;
  // A timer that has fired is dropped with the life that had set it.
  bool over = event->kind == EVENT_DEAD_LETTER ||
              (event->kind == EVENT_TIMER_CANCELLED && event->due == 1);
  if (over &&
      (strcmp(event->name, "push") == 0 || strcmp(event->name, "put") == 0)) {
    atomic_fetch_add(&storm.dead, 1);
  }
}

// One supervisor over another, each with children that are like the rest.
static struct {
  StormState states[CHILDREN];
  ChildSpec inner[CHILDREN / 2];
  ChildSpec outer[CHILDREN / 2 + 1];
  SupervisorState inner_state;
  SupervisorOptions inner_options;
  SupervisorOptions outer_options;
} family;

static ChildSpec child(u64 index, Rng *rng) {
  StormState *state = &family.states[index - 1];
  *state = (StormState){.index = index, .waits = rng_below(rng, 4) == 0};
  return (ChildSpec){
      .type = storm_actor_type,
      .label = "child",
      .state = state,
      .restart = rng_below(rng, 4) == 0 ? RESTART_TRANSIENT : RESTART_PERMANENT,
      .asks_wait = rng_below(rng, 2) == 0,
      .tries = (u32)rng_below(rng, 3),
      .back_off = {.first_ms = (i64)rng_below(rng, 2)},
      .spawn = {.capacity = rng_below(rng, 4),
                .policy = (FullPolicy)rng_below(rng, 4),
                .stash = 1 + rng_below(rng, 4),
                .blocking = state->waits}};
}

static void raise_family(System *system, Rng *rng) {
  enum { HALF = CHILDREN / 2 };
  for (u64 i = 0; i < HALF; i++) {
    family.inner[i] = child(i + 1, rng);
    family.outer[i] = child(HALF + i + 1, rng);
  }
  u32 intensity = rng_below(rng, 4) == 0 ? 2 : 1000;
  family.inner_options =
      (SupervisorOptions){.strategy = (Strategy)rng_below(rng, 4),
                          .intensity = intensity,
                          .children = family.inner,
                          .count = HALF};
  family.inner_state = (SupervisorState){.options = &family.inner_options};
  family.outer[HALF] = (ChildSpec){
      .type = &supervisor_type, .label = "inner", .state = &family.inner_state};
  family.outer_options =
      (SupervisorOptions){.strategy = (Strategy)rng_below(rng, 4),
                          .intensity = 1000,
                          .children = family.outer,
                          .count = HALF + 1};
  (void)supervisor_spawn(system, "outer", &family.outer_options).ref;
}

static void spawn_free(System *system, u64 index, Rng *rng) {
  bool waits = rng_below(rng, 4) == 0;
  (void)storm_raise(system,
                    &(SpawnOptions){.label = "free",
                                    .capacity = rng_below(rng, 4),
                                    .policy = (FullPolicy)rng_below(rng, 4),
                                    .blocking = waits},
                    &(StormState){.index = index, .waits = waits});
}

static void stir(System *system, u64 from, Rng *rng) {
  u64 index = 1 + rng_below(rng, FIRST - 1);
  struct storm_question_reply reply;
  switch (rng_below(rng, 8)) {
    case 0:
      storm_count(
          storm_tell_put_within(storm_at(index), ENERGY, "", after_ms(1)));
      break;
    case 1:
      if (storm_ask_question(storm_at(index), ENERGY, &reply, after_ms(1)) ==
          ASK_OK) {
        block_free(reply.said);
      }
      break;
    case 2:
      ignore(system_run(system, NOW));
      break;
    case 3:
      if (rng_below(rng, 4) == 0) {
        actor_kill(storm_at(index).ref);
      }
      break;
    default:
      storm_send(from, index, ENERGY);
      break;
  }
}

// ---- Outside ----

typedef struct Stirring {
  System *system;
  u64 from;  // as a sender
  int stirs;
  Rng rng;
  Thread thread;
  bool started;
} Stirring;

static void stir_often(void *arg) {
  Stirring *stirring = arg;
  for (int i = 0; i < stirring->stirs; i++) {
    stir(stirring->system, stirring->from, &stirring->rng);
  }
}

static void everybody_has_heard(void) {
  for (u64 i = 1; i < storm.used; i++) {
    if (actor_is_alive(storm_at(i).ref)) {
      storm_must(storm.open[i] == 0, "an ask has not ended");
      storm_must(storm.gathering[i] == 0, "a gathering has not ended");
    }
  }
}

void storm_blow(System *system, const StormPlan *plan) {
  Stirring others[STORM_OUTSIDE];
  Stirring own = {.system = system, .stirs = plan->stirs};
  rng_seed(&own.rng, plan->seed);
  raise_family(system, &own.rng);
  for (u64 i = CHILDREN + 1; i < FIRST; i++) {
    spawn_free(system, i, &own.rng);
  }
  for (size_t i = 0; i < plan->outside; i++) {
    others[i] = own;
    others[i].from = MOST + i;
    rng_seed(&others[i].rng, plan->seed + 1 + i);
    others[i].started =
        thread_start(&others[i].thread, "outside", stir_often, &others[i]);
    storm_must(others[i].started, "no thread");
  }
  stir_often(&own);
  for (size_t i = 0; i < plan->outside; i++) {
    if (others[i].started) {
      thread_join(&others[i].thread);
    }
  }
  if (plan->calms) {
    storm_must(system_run(system, plan->patience) != RUN_TIMEOUT,
               "it does not become quiet");
    everybody_has_heard();
  }
}

StormBooks storm_books(void) {
  return (StormBooks){storm.sent_all, storm.handled, storm.dead, storm.wrong};
}
