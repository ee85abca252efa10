// counter.h -- the counter, as others see it. Given; do not change it.
//
// The counter is an actor: a thread that owns a number and a mailbox. Nobody
// else touches the number; one can tell the counter and ask it. Any thread may
// call counter_inc and counter_get, one calls counter_stop, when the others
// are done.
//
// inc(amount) | get -> count
#ifndef EXERCISE_COUNTER_H
#define EXERCISE_COUNTER_H

#include "base/types.h"

typedef struct Counter Counter;

// How many messages the mailbox has room for.
enum { COUNTER_ROOM = 16 };

// Gives a running counter that has counted 0. End it with counter_stop.
Counter *counter_spawn(void);

// Tells it to add the amount, and does not wait until it has. Blocks only
// while the mailbox is full.
void counter_inc(Counter *counter, i64 amount);

// Asks for the count, and blocks until the counter has answered. The answer
// holds all that the caller told it before.
i64 counter_get(Counter *counter);

// Lets the counter handle all that it was told, waits until its thread has
// ended and frees all it had. Gives the last count.
i64 counter_stop(Counter *counter);

#endif
