// cigarette_smokers.c -- an arbiter lets one smoker at a time smoke, at random.
#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "workload.h"

REF(Arbiter, arbiter)

#define SMOKER(M)                                           \
  M(SMOKER_SMOKE, smoker, smoke, (ref(Arbiter), arbiter), ) \
  M(SMOKER_COUNT, smoker, count, , (i64, smoked))
PROTOCOL(Smoker, smoker, SMOKER)
STATE(SmokerState, (i64, smoked))
ACTOR(Smoker, smoker, SmokerState, smoking)

typedef struct Smokers {
  const SmokerRef *all;
  u64 count;
  Rng rng;
} Smokers;

#define ARBITER(M)                             \
  M(ARBITER_BEGIN, arbiter, begin, (i64, n), ) \
  M(ARBITER_STARTED, arbiter, started, , )
PROTOCOL_AFTER_REF(Arbiter, arbiter, ARBITER)
STATE(ArbiterState, (i64, left)(private(Smokers), smokers))
ACTOR(Arbiter, arbiter, ArbiterState, choosing)

static void smoking(SmokerState *self, const SmokerMsg *message) {
  switch (message->kind) {
    case SMOKER_SMOKE:
      CHECK(arbiter_tell_started(message->smoke.arbiter) == TELL_OK);
      self->smoked++;
      break;
    case SMOKER_COUNT:
      smoker_reply_count(self->smoked);
      break;
  }
}

static void let_one_smoke(ArbiterState *self) {
  Smokers *smokers = &self->smokers;
  if (self->left-- > 0) {
    u64 chosen = rng_below(&smokers->rng, smokers->count);
    CHECK(smoker_tell_smoke(smokers->all[chosen], arbiter_self()) == TELL_OK);
  }
}

static void choosing(ArbiterState *self, const ArbiterMsg *message) {
  switch (message->kind) {
    case ARBITER_BEGIN:
      self->left = message->begin.n;
      let_one_smoke(self);
      break;
    case ARBITER_STARTED:
      let_one_smoke(self);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  SmokerRef *all = mem_array(SmokerRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    all[i] = smoker_spawn(system, "smoker", (SmokerState){.smoked = 0});
  }
  ArbiterState state = {.smokers = {.all = all, .count = (u64)extra}};
  rng_seed(&state.smokers.rng, 0);
  ArbiterRef arbiter = arbiter_spawn(system, "arbiter", state);
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 2 * n, .started = clock_now()};
  CHECK(arbiter_tell_begin(arbiter, n) == TELL_OK);
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  i64 smoked = 0;
  for (i64 i = 0; i < extra; i++) {
    struct smoker_count_reply reply = {0};
    right = right && smoker_ask_count(all[i], &reply, NEVER) == ASK_OK;
    smoked += reply.smoked;
  }
  mem_free(all);
  result.right = right && smoked == n;
  return result;
}

const Workload cigarette_smokers = {
    "cigarette-smokers", "N times one of EXTRA smokers", 1500000, 200, 1, run};
