// counting.c -- a producer sends n increments in one go, then asks for the sum.
#include "base/deadline.h"
#include "workload.h"

#define COUNTER(M)                 \
  M(COUNTER_INC, counter, inc, , ) \
  M(COUNTER_GET, counter, get, , (i64, count))
PROTOCOL(Counter, counter, COUNTER)
STATE(CounterState, (i64, count))
ACTOR(Counter, counter, CounterState, adding)

#define PRODUCER(M)                                                           \
  M(PRODUCER_GO, producer, go, (ref(Counter), counter)(i64, n), (i64, count)) \
  M(PRODUCER_TOTAL, producer, total, REPLY_HEAD(i64, count), )
PROTOCOL(Producer, producer, PRODUCER)
STATE(ProducerState, (private(Request *), asker))
ACTOR(Producer, producer, ProducerState, producing)

static void adding(CounterState *self, const CounterMsg *message) {
  switch (message->kind) {
    case COUNTER_INC:
      self->count++;
      break;
    case COUNTER_GET:
      counter_reply_get(self->count);
      break;
  }
}

static void producing(ProducerState *self, const ProducerMsg *message) {
  switch (message->kind) {
    case PRODUCER_GO:
      for (i64 i = 0; i < message->go.n; i++) {
        CHECK(counter_tell_inc(message->go.counter) == TELL_OK);
      }
      self->asker = request_take();
      CHECK(counter_ask_get_as(message->go.counter, producer_total, NEVER) !=
            0);
      break;
    case PRODUCER_TOTAL:
      producer_reply_go_to(&self->asker, message->total.count);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  CounterRef counter = counter_spawn(system, "counter", (CounterState){0});
  ProducerRef producer =
      producer_spawn(system, "producer", (ProducerState){.asker = NULL});
  Result result = {.units = n, .started = clock_now()};
  struct producer_go_reply total;
  AskOutcome outcome = producer_ask_go(producer, counter, n, &total, NEVER);
  result.finished = clock_now();
  result.right = outcome == ASK_OK && total.count == n;
  return result;
}

const Workload counting = {
    "counting", "one producer, N increments in one go", 1000000, 0, 0, run};
