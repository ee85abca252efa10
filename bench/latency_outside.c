// latency_outside.c -- how long a message from an outside thread takes: to a
// system that sleeps, and to one with hogs in it that never rest.
//
// The thread pauses before each message, whether or not the last was handled.
// What sleeps is woken, and does not look: that nobody does anything while
// there is nothing to do is checked too.
#include <sys/resource.h>
#include <time.h>

#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "workload.h"

enum {
  PAUSE_US = 250,
  SETTLE_MS = 20,
  WATCH_MS = 100,
  LOOKS_ALLOWED = 5,  // of the watching thread itself, and of a sanitizer's
  HOG_STEPS = 5000    // what a hog does in one handler: some ten microseconds
};

#define DOZER(M)                            \
  M(DOZER_WAKE, dozer, wake, (i64, sent), ) \
  M(DOZER_WOKEN, dozer, woken, , (i64, woken))
PROTOCOL(Dozer, dozer, DOZER)
STATE(DozerState, (i64, woken)(private(i64 *), samples))
ACTOR(Dozer, dozer, DozerState, dozing)

#define HOG(M)               \
  M(HOG_WORK, hog, work, , ) \
  M(HOG_END, hog, end, , (i64, turns))
PROTOCOL(Hog, hog, HOG)
STATE(HogState, (i64, turns)(bool, ended)(private(Rng), rng))
ACTOR(Hog, hog, HogState, hogging)

static void dozing(DozerState *self, const DozerMsg *message) {
  switch (message->kind) {
    case DOZER_WAKE:
      self->samples[self->woken++] = clock_now() - message->wake.sent;
      break;
    case DOZER_WOKEN:
      dozer_reply_woken(self->woken);
      break;
  }
}

static void pause_us(long us) {
  struct timespec span = {.tv_nsec = us * 1000};
  (void)nanosleep(&span, NULL);
}

// How often any thread of the process has gone to sleep so far.
static long sleeps(void) {
  struct rusage usage;
  CHECK(getrusage(RUSAGE_SELF, &usage) == 0);
  return usage.ru_nvcsw;
}

// True if nobody looks for work that is not there.
static bool sleeps_through(void) {
  pause_us(1000 * SETTLE_MS);
  long before = sleeps();
  pause_us(1000 * WATCH_MS);
  return sleeps() - before <= LOOKS_ALLOWED;
}

static void hogging(HogState *self, const HogMsg *message) {
  switch (message->kind) {
    case HOG_WORK:
      self->turns++;
      for (int i = 0; i < HOG_STEPS; i++) {
        (void)rng_next(&self->rng);
      }
      if (!self->ended) {
        CHECK(hog_tell_work(hog_self()) == TELL_OK);
      }
      break;
    case HOG_END:
      self->ended = true;
      hog_reply_end(self->turns);
      break;
  }
}

static HogRef *let_loose(System *system, i64 count) {
  HogRef *hogs = mem_array(HogRef, (size_t)count + 1);
  for (i64 i = 0; i < count; i++) {
    hogs[i] = hog_spawn(system, "hog", (HogState){.turns = 0});
    CHECK(hog_tell_work(hogs[i]) == TELL_OK);
  }
  return hogs;
}

static bool call_back(HogRef *hogs, i64 count) {
  bool right = true;
  for (i64 i = 0; i < count; i++) {
    struct hog_end_reply reply = {0};
    right = right && hog_ask_end(hogs[i], &reply, NEVER) == ASK_OK &&
            reply.turns > 0;
  }
  mem_free(hogs);
  return right;
}

static Result run(System *system, i64 n, i64 extra) {
  i64 *samples = mem_array(i64, (size_t)n);
  DozerRef dozer =
      dozer_spawn(system, "dozer", (DozerState){.samples = samples});
  HogRef *hogs = let_loose(system, extra);
  Result result = {.units = n, .started = clock_now()};
  for (i64 i = 0; i < n; i++) {
    pause_us(PAUSE_US);
    CHECK(dozer_tell_wake(dozer, clock_now()) == TELL_OK);
  }
  struct dozer_woken_reply reply = {0};
  bool right = dozer_ask_woken(dozer, &reply, NEVER) == ASK_OK;
  result.finished = clock_now();
  right = call_back(hogs, extra) && right;
  result.right = right && reply.woken == n && sleeps_through();
  result.latency = latency_of(samples, (size_t)n);
  mem_free(samples);
  return result;
}

const Workload latency_sleeping = {
    "latency-sleeping",
    "the same from a thread outside to a system asleep",
    2000,
    0,
    0,
    run};
const Workload latency_busy = {"latency-busy",
                               "the same to a system with EXTRA hogs in it",
                               2000,
                               1,
                               1,
                               run};
