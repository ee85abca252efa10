// counter.c -- one actor that counts: a message, a mailbox, a state.
#include "troupe.h"

// inc(amount) -> count | get -> count
#define COUNTER(M)                                          \
  M(COUNTER_INC, counter, inc, (i64, amount), (i64, count)) \
  M(COUNTER_GET, counter, get, , (i64, count))
PROTOCOL(Counter, counter, COUNTER)
STATE(CounterState, (i64, count))
ACTOR(Counter, counter, CounterState, counting)

static void counting(CounterState *self, const CounterMsg *message) {
  switch (message->kind) {
    case COUNTER_INC:
      self->count += message->inc.amount;
      counter_reply_inc(self->count);
      break;
    case COUNTER_GET:
      counter_reply_get(self->count);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  CounterRef counter = counter_spawn(system, "counter", (CounterState){0});
  struct counter_inc_reply reply;
  if (counter_ask_inc(counter, 42, &reply, NEVER) == ASK_OK) {
    say("%" PRId64 "\n", reply.count);
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
