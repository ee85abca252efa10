// gather.h -- many asks, one result: all of them, or the first few good ones.
//
// Inside only; none of it blocks. A Gather lies in the actor's state, zeroed at
// first. The asks are the usual ones, all brought by the same message of the
// asker's own protocol; what comes is handed to the Gather, which says how far
// it is. Each ask has its deadline, so a gathering ends.
//
//   case CLIENT_START:
//     CHECK(gather_begin(&self->gather, count, 1));
//     for (size_t i = 0; i < count; i++) {
//       gather_add(&self->gather,
//                  counter_ask_get_as(counters[i], client_counted, span));
//     }
//     break;
//   case CLIENT_COUNTED:
//     switch (gather_heard(&self->gather, message->counted.request,
//                          message->counted.outcome)) {
//       case GATHER_STRAY: ...
//
// A thread outside asks an actor that gathers.
#ifndef ACTING_GATHER_H
#define ACTING_GATHER_H

#include "acting/ask.h"

#define GATHER_ALL SIZE_MAX  // wants every answer, good or not

typedef enum GatherState {
  GATHER_STRAY,   // not of this gathering, or not any more: of no account
  GATHER_MORE,    // others are still to come
  GATHER_ENOUGH,  // as many good ones as were wanted; the rest is cancelled
  GATHER_OVER     // every ask has ended, and that was not reached or not wanted
} GatherState;

typedef struct Gather {
  struct GatherAsk *asks;  // a block of the actor
  size_t room;
  size_t count;   // added so far
  size_t ended;   // of them
  size_t good;    // ended by ASK_OK
  size_t wanted;  // good ones, or GATHER_ALL
} Gather;

// Begins anew, for up to `asks` asks (at least 1); a gathering that goes on is
// ended first. False: no memory, and nothing has changed.
MUST_USE bool gather_begin(Gather *gather, size_t asks, size_t wanted);

// Adds an ask; at most as many as was said. 0, an ask that found no memory, has
// ended by ASK_NO_MEMORY.
void gather_add(Gather *gather, RequestId request);

// What has come. To be asked for each message of the kind, and by gather_state
// once all are added: without memory they may all have ended by then.
MUST_USE GatherState gather_heard(Gather *gather, RequestId request,
                                  AskOutcome outcome);
MUST_USE GatherState gather_state(const Gather *gather);

// How many have ended well; how the ask at `place` (from 0, in the order of
// gather_add) has ended, ASK_UNANSWERED while it has not; and the place of a
// request, or SIZE_MAX.
size_t gather_good(const Gather *gather);
AskOutcome gather_outcome(const Gather *gather, size_t place);
size_t gather_place(const Gather *gather, RequestId request);

// Cancels what is still open and frees everything: the Gather is as at first.
void gather_end(Gather *gather);

#endif
