// worker.h -- one of the pool's threads: whom it runs next. Not for users.
//
// A worker has a last-in slot and two queues. The actor that a handler makes
// ready goes into the slot and runs next, while its message is still warm in
// this core's cache: two actors that talk to each other stay on one core, and
// no lock is taken. What was in the slot goes in front of the `fresh` ones, so
// the newest run first: a tree of actors is walked in depth, and no level of it
// has to be in memory at once. In the other queue stand those that have had a
// turn and want more; it has a turn after each FRESH_MOST of the first, and all
// that is fresh moves there from time to time, so nobody starves. Idle workers
// steal from both queues; from the slot nobody does. (Go's `runnext`, tokio's
// LIFO slot; last in, first out is Cilk's order.) The price: the actor that a
// handler made ready last waits until that handler returns, even if another
// worker is idle.
//
// Left out: priorities, and a queue without a lock; see run_queue.h.
#ifndef ACTING_WORKER_H
#define ACTING_WORKER_H

#include "acting/run_queue.h"
#include "acting/sleepers.h"

typedef struct Worker {
  // Only its own thread.
  Actor *slot;
  u32 fresh_run;  // how often in a row the fresh came before the others
  bool active;    // counted in System.busy
  // Written by its own thread, read by a thief: relaxed, a number that orders
  // nothing.
  _Atomic u64 turns;

  RunQueue fresh;  // the newest first
  RunQueue queue;  // the longest waiting first
  Sleeper sleeper;
  u64 noted_turns;  // of this worker, by the one in the seat
  System *system;   // set once, as is all below
  Thread thread;
  char apart[64];  // no two workers share a line of the cache
} Worker;

void worker_init(Worker *worker, System *system);
void worker_release(Worker *worker);

// The actor that a handler on this worker has made ready. True: there is one
// in a queue now that others could take.
bool worker_ready(Worker *worker, Actor *actor);

// One that wants to go on: behind the others. True: as above.
bool worker_again(Worker *worker, Actor *actor);

// Counts a turn, and tells how many there have been. Its own thread.
u64 worker_turn(Worker *worker);

// All that is fresh joins the other queue. True: as above. Its own thread.
bool worker_age(Worker *worker);

// Gives the next of its own, or NULL. Its own thread.
Actor *worker_next(Worker *worker);

// How many wait in its queues. Any thread.
size_t worker_backlog(Worker *worker);

// Takes half of what waits in its queues for a thief: gives one and puts the
// rest into the thief's queue. NULL: nothing waits any more.
Actor *worker_rob(Worker *worker, Worker *thief);

// Would a thief help that looked before at `noted_at`, and now again? False if
// the queue is so short that this worker will be through with it before help
// pays. Notes what it sees for the next look. By the one in the seat.
bool worker_needs_help(Worker *worker, i64 now, i64 noted_at);

#endif
