// mailbox_contention.c -- many producers send n messages each to one consumer.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define SINK(M)                \
  M(SINK_ITEM, sink, item, , ) \
  M(SINK_TOTAL, sink, total, , (i64, items))
PROTOCOL(Sink, sink, SINK)
STATE(SinkState, (i64, items))
ACTOR(Sink, sink, SinkState, taking)

#define TAP(M) M(TAP_OPEN, tap, open, (ref(Sink), sink)(i64, n), )
PROTOCOL(Tap, tap, TAP)
NO_STATE(TapState)
ACTOR(Tap, tap, TapState, flowing)

static void taking(SinkState *self, const SinkMsg *message) {
  switch (message->kind) {
    case SINK_ITEM:
      self->items++;
      break;
    case SINK_TOTAL:
      sink_reply_total(self->items);
      break;
  }
}

static void flowing(TapState *self, const TapMsg *message) {
  (void)self;
  switch (message->kind) {
    case TAP_OPEN:
      for (i64 i = 0; i < message->open.n; i++) {
        CHECK(sink_tell_item(message->open.sink) == TELL_OK);
      }
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  SinkRef sink = sink_spawn(system, "sink", (SinkState){.items = 0});
  TapRef *taps = mem_array(TapRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    taps[i] = tap_spawn(system, "tap", (TapState){0});
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = n * extra, .started = clock_now()};
  for (i64 i = 0; i < extra; i++) {
    CHECK(tap_tell_open(taps[i], sink, n) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  struct sink_total_reply total = {0};
  right = right && sink_ask_total(sink, &total, NEVER) == ASK_OK;
  mem_free(taps);
  result.right = right && total.items == n * extra;
  return result;
}

const Workload mailbox_contention = {
    "mailbox-contention",
    "EXTRA producers send N messages each to one",
    100000,
    8,
    1,
    run};
