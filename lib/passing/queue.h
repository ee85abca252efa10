// queue.h -- a bounded first-in-first-out queue between threads.
//
// Elements have one size and go in and out by copy. Any thread may push, pop
// or close. A full queue makes pushers wait, an empty one poppers, each as
// long as its deadline says. Closing refuses what comes later and lets what
// is inside be popped.
#ifndef PASSING_QUEUE_H
#define PASSING_QUEUE_H

#include "base/deadline.h"
#include "base/ring.h"
#include "base/thread.h"
#include "base/types.h"

typedef enum QueueOutcome {
  QUEUE_OK,
  QUEUE_FULL,     // asked with NOW, and there is no room
  QUEUE_EMPTY,    // asked with NOW, and there is nothing
  QUEUE_TIMEOUT,  // the deadline passed first
  QUEUE_CLOSED,   // push: nothing goes in; pop: nothing will come any more
} QueueOutcome;

typedef struct Queue {
  Mutex lock;      // protects all below; never held while another is taken
  Cond has_item;   // an item came in, or the queue was closed
  Cond has_room;   // an item went out, or the queue was closed
  size_t waiting;  // threads inside either wait
  bool closed;
  Ring items;
} Queue;

// Makes an open, empty queue; both numbers are at least 1. False when out of
// memory: nothing to release then.
MUST_USE bool queue_init(Queue *queue, size_t element_size, size_t capacity);

// Frees the queue, not what its elements own. No thread may be using it.
void queue_release(Queue *queue);

// Copies *item in at the end: QUEUE_OK, QUEUE_FULL, QUEUE_TIMEOUT or
// QUEUE_CLOSED. Unless it is QUEUE_OK the queue is unchanged.
MUST_USE QueueOutcome queue_push(Queue *queue, const void *item,
                                 Deadline deadline);

// Copies the oldest element out to *item: QUEUE_OK, QUEUE_EMPTY,
// QUEUE_TIMEOUT or QUEUE_CLOSED. Unless it is QUEUE_OK *item is unchanged.
MUST_USE QueueOutcome queue_pop(Queue *queue, void *item, Deadline deadline);

// From now on pushes are refused and pops drain what is left. Wakes everyone
// who waits. Closing twice is allowed. Never blocks.
void queue_close(Queue *queue);

// How many elements are inside, and how many threads wait to push or pop;
// both may be out of date on return.
size_t queue_length(Queue *queue);
size_t queue_waiting(Queue *queue);

#endif
