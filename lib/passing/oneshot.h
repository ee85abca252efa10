// oneshot.h -- one value, once, from one thread to another.
//
// What carries an answer back. It has two halves: the sender's ends with
// oneshot_put or oneshot_drop_sender, the receiver's with a take that got its
// answer or with oneshot_drop_receiver. The oneshot frees itself when both
// have ended; using a half after its end is a bug.
#ifndef PASSING_ONESHOT_H
#define PASSING_ONESHOT_H

#include "base/deadline.h"
#include "base/types.h"

typedef struct Oneshot Oneshot;

typedef enum OneshotOutcome {
  ONESHOT_OK,
  ONESHOT_TIMEOUT,  // nothing yet; the receiver may take again
  ONESHOT_DROPPED,  // the other half ended, and no value came or will go
} OneshotOutcome;

// Gives an empty oneshot, or NULL when out of memory. The size is at least 1.
// The caller owns both halves.
MUST_USE Oneshot *oneshot_new(size_t element_size);

// ONESHOT_OK: *item has moved, its bytes are now zero. ONESHOT_DROPPED: nobody
// will take it; *item is untouched and still the caller's. Ends the sender's
// half either way. Never blocks.
MUST_USE OneshotOutcome oneshot_put(Oneshot *oneshot, void *item);

// Ends the sender's half without a value: the receiver sees ONESHOT_DROPPED.
void oneshot_drop_sender(Oneshot *oneshot);

// ONESHOT_OK: the value is now *item's. ONESHOT_DROPPED: it will never come.
// With both the receiver's half has ended. ONESHOT_TIMEOUT, also for NOW:
// take again, or drop. Unless it is ONESHOT_OK *item is untouched. Blocks up
// to the deadline.
MUST_USE OneshotOutcome oneshot_take(Oneshot *oneshot, void *item,
                                     Deadline deadline);

// Ends the receiver's half without taking. A value that has come meanwhile is
// handed to `undelivered`, on this thread and under no lock. NULL if it owns
// nothing.
void oneshot_drop_receiver(Oneshot *oneshot, void (*undelivered)(void *item));

// True while a thread waits in oneshot_take; may be out of date on return.
// The caller holds a half.
bool oneshot_is_awaited(Oneshot *oneshot);

#endif
