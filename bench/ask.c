// ask.c -- the main thread asks an actor n times and waits each time.
#include "base/deadline.h"
#include "workload.h"

#define COUNTER(M) M(COUNTER_INC, counter, inc, (i64, amount), (i64, count))
PROTOCOL(Counter, counter, COUNTER)
STATE(CounterState, (i64, count))
ACTOR(Counter, counter, CounterState, counting_asks)

static void counting_asks(CounterState *self, const CounterMsg *message) {
  switch (message->kind) {
    case COUNTER_INC:
      self->count += message->inc.amount;
      counter_reply_inc(self->count);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  CounterRef counter = counter_spawn(system, "counter", (CounterState){0});
  Result result = {.units = n, .started = clock_now(), .right = true};
  for (i64 i = 1; i <= n; i++) {
    struct counter_inc_reply reply;
    AskOutcome outcome = counter_ask_inc(counter, 1, &reply, NEVER);
    result.right = result.right && outcome == ASK_OK && reply.count == i;
  }
  result.finished = clock_now();
  return result;
}

const Workload ask = {
    "ask", "the main thread asks N times and waits", 100000, 0, 0, run};
