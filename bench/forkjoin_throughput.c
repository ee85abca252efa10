// forkjoin_throughput.c -- a dispatcher sends each actor n messages, in turn,
// in one go.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define HAND(M)              \
  M(HAND_JOB, hand, job, , ) \
  M(HAND_DONE, hand, done, , (i64, jobs))
PROTOCOL(Hand, hand, HAND)
STATE(HandState, (i64, jobs))
ACTOR(Hand, hand, HandState, working)

typedef struct Hands {
  const HandRef *all;
  i64 count;
} Hands;

#define DISPATCHER(M) M(DISPATCHER_GO, dispatcher, go, (i64, each), )
PROTOCOL(Dispatcher, dispatcher, DISPATCHER)
STATE(DispatcherState, (private(Hands), hands))
ACTOR(Dispatcher, dispatcher, DispatcherState, dispatching)

static void working(HandState *self, const HandMsg *message) {
  switch (message->kind) {
    case HAND_JOB:
      self->jobs++;
      break;
    case HAND_DONE:
      hand_reply_done(self->jobs);
      break;
  }
}

static void dispatching(DispatcherState *self, const DispatcherMsg *message) {
  switch (message->kind) {
    case DISPATCHER_GO:
      for (i64 i = 0; i < message->go.each; i++) {
        for (i64 hand = 0; hand < self->hands.count; hand++) {
          CHECK(hand_tell_job(self->hands.all[hand]) == TELL_OK);
        }
      }
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  HandRef *hands = mem_array(HandRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    hands[i] = hand_spawn(system, "hand", (HandState){.jobs = 0});
  }
  DispatcherRef dispatcher = dispatcher_spawn(
      system, "dispatcher", (DispatcherState){.hands = {hands, extra}});
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = n * extra, .started = clock_now()};
  CHECK(dispatcher_tell_go(dispatcher, n) == TELL_OK);
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  for (i64 i = 0; i < extra; i++) {
    struct hand_done_reply reply = {0};
    right = right && hand_ask_done(hands[i], &reply, NEVER) == ASK_OK &&
            reply.jobs == n;
  }
  mem_free(hands);
  result.right = right;
  return result;
}

const Workload forkjoin_throughput = {
    "forkjoin-throughput",
    "one sends N messages to each of EXTRA actors",
    20000,
    60,
    1,
    run};
