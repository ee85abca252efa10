// pipeline.c -- read, square, add up: a slow stage slows those before it.
//
// Every mailbox holds four messages and slows who sends more, so that however
// fast the source is, no more than a handful of numbers are ever in memory.
#include "troupe.h"

enum { NUMBERS = 1000, PLACES = 4 };

// put(number) | total() -> sum, most
#define SINK(M)                           \
  M(SINK_PUT, sink, put, (i64, number), ) \
  M(SINK_TOTAL, sink, total, , (i64, sum)(i64, most))
PROTOCOL(Sink, sink, SINK)
STATE(SinkState, (i64, sum)(i64, most))
ACTOR(Sink, sink, SinkState, adding)

#define SQUARER(M) M(SQUARER_PUT, squarer, put, (i64, number), )
PROTOCOL(Squarer, squarer, SQUARER)
STATE(SquarerState, (ref(Sink), next))
ACTOR(Squarer, squarer, SquarerState, squaring)

#define SOURCE(M) M(SOURCE_READ, source, read, (i64, count), )
PROTOCOL(Source, source, SOURCE)
STATE(SourceState, (ref(Squarer), next))
ACTOR(Source, source, SourceState, reading)

static void adding(SinkState *self, const SinkMsg *message) {
  i64 waiting = (i64)actor_mailbox_length(actor_self());
  switch (message->kind) {
    case SINK_PUT:
      self->most = waiting > self->most ? waiting : self->most;
      self->sum += message->put.number;
      break;
    case SINK_TOTAL:
      sink_reply_total(self->sum, self->most);
      break;
  }
}

static void squaring(SquarerState *self, const SquarerMsg *message) {
  switch (message->kind) {
    case SQUARER_PUT:
      ignore(
          sink_tell_put(self->next, message->put.number * message->put.number));
      break;
  }
}

static void reading(SourceState *self, const SourceMsg *message) {
  switch (message->kind) {
    case SOURCE_READ:
      // As if there were no bound: what has no room waits here, not there.
      for (i64 i = 1; i <= message->read.count; i++) {
        ignore(squarer_tell_put(self->next, i));
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  SpawnOptions bounded = {.capacity = PLACES, .policy = FULL_SLOW};
  SinkRef sink = sink_spawn_with(system, bounded, (SinkState){0});
  SquarerRef squarer =
      squarer_spawn_with(system, bounded, (SquarerState){.next = sink});
  SourceRef source =
      source_spawn(system, "source", (SourceState){.next = squarer});
  ignore(source_tell_read(source, NUMBERS));
  ignore(system_run(system, after_ms(10000)));
  struct sink_total_reply total = {0};
  ignore(sink_ask_total(sink, &total, after_ms(1000)));
  say("sum of squares: %" PRId64 ", never more than %d waiting: %s\n",
      total.sum, PLACES, total.most <= PLACES ? "yes" : "no");
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
