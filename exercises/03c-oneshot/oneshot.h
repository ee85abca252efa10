// oneshot.h -- one value, once, from one thread to another; the contract of the
// library's passing/oneshot.h, without its deadlines. Given; do not change it.
//
// It has two halves: the sender's ends with oneshot_put or oneshot_drop_sender,
// the receiver's with oneshot_take or oneshot_drop_receiver. It frees itself
// when both have ended.
#ifndef EXERCISE_ONESHOT_H
#define EXERCISE_ONESHOT_H

#include "base/types.h"

typedef struct Oneshot Oneshot;

typedef enum OneshotOutcome {
  ONESHOT_OK,
  ONESHOT_DROPPED,  // the other half ended, and no value came or will go
} OneshotOutcome;

// Gives an empty oneshot for a value of so many bytes, at least 1. The caller
// owns both halves.
Oneshot *oneshot_new(size_t element_size);

// ONESHOT_OK: *item has moved; its bytes were copied in and are now zero.
// ONESHOT_DROPPED: nobody will take it; *item is untouched and still the
// caller's. Ends the sender's half either way. Never blocks.
MUST_USE OneshotOutcome oneshot_put(Oneshot *oneshot, void *item);

// Ends the sender's half without a value. Never blocks.
void oneshot_drop_sender(Oneshot *oneshot);

// ONESHOT_OK: the value is now *item's. ONESHOT_DROPPED: it will never come,
// and *item is untouched. Ends the receiver's half. Blocks until one of them is
// known.
MUST_USE OneshotOutcome oneshot_take(Oneshot *oneshot, void *item);

// Ends the receiver's half without taking. A value that has come meanwhile is
// handed to `undelivered`, on this thread and under no lock; it owns what the
// value owns. Never blocks.
void oneshot_drop_receiver(Oneshot *oneshot, void (*undelivered)(void *item));

#endif
