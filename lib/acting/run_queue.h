// run_queue.h -- actors that wait for a worker, in order. Not for users.
//
// A list behind a lock. Each worker has one of its own, so the lock is hardly
// ever contended, and an uncontended lock costs no more than cleverer bodies
// do; one more takes what comes from outside the workers. An actor stands in
// one queue at most: its mailbox promises that.
#ifndef ACTING_RUN_QUEUE_H
#define ACTING_RUN_QUEUE_H

#include "acting/runtime.h"
#include "base/latch.h"

typedef struct RunQueue {
  Latch lock;  // protects the list; a leaf
  Actor *first;
  Actor *last;
  // Stored under the lock, loaded by anyone. A push and the loads are
  // sequentially consistent: a push stores it and then looks who sleeps, while
  // one who goes to sleep says so and then loads it; one of them sees the other
  // (sleepers.h).
  _Atomic size_t length;
} RunQueue;

void run_queue_init(RunQueue *queue);
void run_queue_release(RunQueue *queue);  // it is empty

// How many wait; a moment later it may be another number.
static inline size_t run_queue_length(RunQueue *queue) {
  return atomic_load(&queue->length);
}

// At the end, or in front of all. Any thread; waits for no more than the lock.
void run_queue_push(RunQueue *queue, Actor *actor);
void run_queue_push_front(RunQueue *queue, Actor *actor);

// Gives the first, or NULL. Any thread.
Actor *run_queue_pop(RunQueue *queue);

// Takes the actor out, if it is one of the first `most`. False: it is not. Any
// thread.
MUST_USE bool run_queue_remove(RunQueue *queue, const Actor *actor,
                               size_t most);

// Moves the first (or the last) `*count` of `from`, or as many as there are,
// which *count becomes: gives the first (or the last) of them, or NULL, and
// puts the rest at the end of `to`. While they move they are in neither. Any
// thread.
Actor *run_queue_take(RunQueue *from, size_t *count, RunQueue *to);
Actor *run_queue_take_last(RunQueue *from, size_t *count, RunQueue *to);

#endif
