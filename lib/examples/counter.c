// counter.c -- the whole framework in one actor: declare, spawn, ask, print.
#include "troupe.h"

#define COUNTER(M) M(COUNTER_INC, counter, inc, (i64, amount), (i64, count))
PROTOCOL(Counter, counter, COUNTER)
STATE(CounterState, (i64, count))
ACTOR(Counter, counter, CounterState, counting)

static void counting(CounterState *self, const CounterMsg *message) {
  switch (message->kind) {
    case COUNTER_INC:  // inc(amount) -> count
      self->count += message->inc.amount;
      counter_reply_inc(self->count);
  }
}

int main(void) {
  System *system = system_start(NULL);
  CounterRef counter = counter_spawn(system, "counter", (CounterState){0});
  struct counter_inc_reply reply;
  if (counter_ask_inc(counter, 42, &reply, after_ms(1000)) == ASK_OK) {
    say("%" PRId64 "\n", reply.count);
  }
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
