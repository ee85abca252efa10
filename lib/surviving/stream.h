// stream.h -- values that flow into an actor no faster than it asks for them.
//
// A stream is an actor between a source and a reader. The reader asks for so
// many items, gets at most so many, and asks for more as it handles them: never
// are more than `window` under way (credits.h). Items are messages of its own
// protocol. The source is either whoever tells them to the stream, and waits
// where that is full:
//
//   STREAM(Reader, reader)  // after PROTOCOL(Reader, reader, READER)
//
//   ReaderRef stream = reader_stream_spawn(
//       system, (StreamOptions){.window = 8}, reader, reader_over);
//   ignore(reader_tell_item_within(stream, 42, after_ms(1000)));
//   ignore(stream_end(stream.ref));
//
// or a function that the stream calls for each item that was asked for. Items
// count against no bound of the reader: the window is theirs. What is over
// comes to the reader behind all items, once, as a message whose fields are
// STREAM_OVER; it was allocated with the stream and counts against no bound.
// The stream ends with it, and with its reader; what it still had then are dead
// letters. All functions: any thread, none blocks.
#ifndef SURVIVING_STREAM_H
#define SURVIVING_STREAM_H

#include "acting/declare.h"
#include "acting/system.h"
#include "passing/credits.h"

#define STREAM_ENDS(E)                                    \
  E(STREAM_DONE, done)     /* the source had no more */   \
  E(STREAM_BROKEN, broken) /* the source failed: `why` */ \
  E(STREAM_CUT, cut)       /* the stream was stopped, killed or failed */
ENUM(StreamEnd, STREAM_ENDS)

#define STREAM_OVER \
  (ref(Any), stream)(enum(StreamEnd), how)(text, why)(u64, items)
typedef const MessageInfo *StreamCarrier(CarrierMark mark, AnyRef stream,
                                         StreamEnd how, const char *why,
                                         u64 items);

typedef struct StreamOptions {
  SpawnOptions spawn;  // capacity: how many items it keeps for the reader, one
                       // more at times; 0: 16
  size_t window;       // items under way, at most; 0: 16
} StreamOptions;

// What a generator did.
typedef enum StreamStep {
  STREAM_GAVE,   // told one item
  STREAM_WAITS,  // has none now: it is called again with the next request
  STREAM_ENDS_NOW,
  STREAM_FAILS
} StreamStep;

// NAME_stream_spawn: items are told to it. NAME_stream_generate: they come from
// `next`, which runs in the stream and tells `to`, the stream, one item by the
// reader's own functions; index counts from 0. It borrows the context until the
// stream has ended. Both refused as any spawn.
#define STREAM(Name, name)                                                 \
  typedef StreamStep Name##Generator(void *context, u64 index,             \
                                     Name##Ref reader);                    \
  static StreamStep name##_stream_call(StreamFn *next, void *context,      \
                                       u64 index, Ref to) {                \
    return ((Name##Generator *)next)(context, index, (Name##Ref){to});     \
  }                                                                        \
  static const StreamType name##_stream_type = {                           \
      {#Name "Stream", &name##_protocol, StreamState_shape,                \
       sizeof(StreamState), stream_run, "streaming", stream_starts,        \
       stream_stops, NULL},                                                \
      name##_stream_call};                                                 \
  MAYBE_UNUSED MUST_USE static inline Name##Ref name##_stream_spawn(       \
      System *system, StreamOptions options, Name##Ref reader,             \
      StreamCarrier *over) {                                               \
    return (Name##Ref){stream_spawn(system, &name##_stream_type, &options, \
                                    reader.ref, over, NULL, NULL)};        \
  }                                                                        \
  MAYBE_UNUSED MUST_USE static inline Name##Ref name##_stream_generate(    \
      System *system, StreamOptions options, Name##Ref reader,             \
      StreamCarrier *over, Name##Generator *next, void *context) {         \
    return (Name##Ref){stream_spawn(system, &name##_stream_type, &options, \
                                    reader.ref, over, (StreamFn *)next,    \
                                    context)};                             \
  }

// The reader has room for so many more items; what goes beyond the window does
// not count. Nothing comes before the first call. One that is under way when
// the stream ends is a dead letter that nobody needs. TELL_STRANGER, for all
// three: not a stream.
MUST_USE TellOutcome stream_more(Ref stream, u64 items);

// The source has no more, or has failed; `why` is copied. The reader hears of
// it behind what the caller told the stream before. The first of these counts,
// and items after it are dead letters.
MUST_USE TellOutcome stream_end(Ref stream);
MUST_USE TellOutcome stream_fail(Ref stream, const char *why);

// ---- Behind the generated functions ----

typedef void StreamFn(void);
typedef struct StreamPlan StreamPlan;

STATE(StreamState,
      (ref(Any), reader)(u64, credit)(u64, kept)(u64, made)(u64, items)(
          bool, over)(enum(StreamEnd), how)(u64, monitor)(private(StreamPlan *),
                                                          plan))

typedef struct StreamType {
  ActorType type;
  StreamStep (*call)(StreamFn *next, void *context, u64 index, Ref to);
} StreamType;

void stream_run(size_t behaviour, void *state, const void *message);
void stream_starts(void *state);
void stream_stops(void *state, StopReason reason);
MUST_USE Ref stream_spawn(System *system, const StreamType *type,
                          const StreamOptions *options, Ref reader,
                          StreamCarrier *over, StreamFn *next, void *context);

#endif
