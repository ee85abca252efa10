// flow.c -- a stream: no more is under way than its reader has asked for.
#include "troupe.h"

// begin(stream) | item(number) | over: the source has no more
#define READER(M)                                      \
  M(READER_BEGIN, reader, begin, (ref(Any), stream), ) \
  M(READER_ITEM, reader, item, (i64, number), )        \
  M(READER_OVER, reader, over, STREAM_OVER, )
PROTOCOL(Reader, reader, READER)
STREAM(Reader, reader)
STATE(ReaderState, (ref(Any), stream)(i64, sum)(i64, most)(bool, over))
ACTOR(Reader, reader, ReaderState, reading)

enum { ITEMS = 3, CREDITS = 2 };

static void reading(ReaderState *self, const ReaderMsg *message) {
  switch (message->kind) {
    case READER_BEGIN:
      self->stream = message->begin.stream;
      ignore(stream_more(self->stream.ref, CREDITS));
      break;
    case READER_ITEM: {
      i64 waiting = (i64)actor_mailbox_length(reader_self().ref) + 1;
      self->most = waiting > self->most ? waiting : self->most;
      self->sum += message->item.number;
      ignore(stream_more(self->stream.ref, 1));
      break;
    }
    case READER_OVER:
      self->over = message->over.how == STREAM_DONE;
      break;
  }
}

static StreamStep next(void *context, u64 index, ReaderRef to) {
  (void)context;
  if (index == ITEMS) {
    return STREAM_ENDS_NOW;
  }
  return reader_tell_item(to, (i64)index + 1) == TELL_OK ? STREAM_GAVE
                                                         : STREAM_FAILS;
}

int main(void) {
  System *system = system_start(NULL);
  ReaderRef reader = reader_spawn(system, "reader", (ReaderState){0});
  ReaderRef stream = reader_stream_generate(
      system, (StreamOptions){.spawn.label = "stream", .window = CREDITS},
      reader, reader_over, next, NULL);
  ignore(reader_tell_begin(reader, (AnyRef){stream.ref}));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
