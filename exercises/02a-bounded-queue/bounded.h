// bounded.h -- a queue with room for so many items, and an end. The contract is
// given; do not change it.
//
// Items come out in the order in which they were put in. Who finds the queue
// full sleeps until there is room, who finds it empty until something comes.
// When it is closed, nothing more goes in; what is in it can still be taken.
#ifndef EXERCISE_BOUNDED_H
#define EXERCISE_BOUNDED_H

#include "base/types.h"

typedef struct BoundedQueue BoundedQueue;

// Gives an empty queue, free with bounded_free when nobody uses it any more.
// `room` is at least 1.
BoundedQueue *bounded_new(int room);
void bounded_free(BoundedQueue *queue);

// All below: any thread, several at a time.

// Blocks while the queue is full and not closed. True: the item is in it.
// False: the queue is closed, and the item is not in it.
MUST_USE bool bounded_put(BoundedQueue *queue, int item);

// Blocks while the queue is empty and not closed. True: *item is the oldest,
// and nobody else gets it. False: it is closed and empty; *item is as it was.
MUST_USE bool bounded_take(BoundedQueue *queue, int *item);

// Wakes all who wait. A second time does nothing.
void bounded_close(BoundedQueue *queue);

#endif
