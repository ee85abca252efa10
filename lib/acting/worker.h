// worker.h -- one of the pool's threads: whom it runs next. Not for users.
//
// A worker has a last-in slot and two queues. The actor that a handler makes
// ready goes into the slot and runs next, while its message is still warm in
// this core's cache: two actors that talk to each other stay on one core, and
// no lock is taken. What was in the slot goes in front of the `fresh` ones, so
// the newest run first: a tree of actors is walked in depth, and no level of it
// has to be in memory at once. In the other queue stand those that have had a
// turn and want more; it has a turn after each FRESH_MOST of the first, and all
// that is fresh moves there from time to time, so nobody starves. (Go's
// `runnext`, tokio's LIFO slot; last in, first out is Cilk's order.)
//
// Idle workers steal from both queues: of the fresh the oldest, from which most
// is yet to grow, and which this core has forgotten already. From the slot they
// steal only if the worker has been in one handler for as long as they looked:
// a producer's long handler has its consumer run beside it, and two that talk
// to each other stay together.
//
// Left out: priorities, and a queue without a lock; see run_queue.h.
#ifndef ACTING_WORKER_H
#define ACTING_WORKER_H

#include "acting/run_queue.h"
#include "acting/sleepers.h"

// What the one in the seat saw of a worker when it looked last.
typedef struct Glance {
  u64 turns;
  const Actor *slot;
  bool is_stuck;  // one handler since the look before, and the slot as it was
} Glance;

typedef struct Worker {
  // Only its own thread.
  u32 fresh_run;      // how often in a row the fresh came before the others
  bool from_outside;  // so did the last one
  // Written by its own thread alone, but for a thief that empties the slot, and
  // read by thieves. `turns` and `active` are relaxed: they order nothing.
  atomic_bool active;  // counted in System.busy
  _Atomic(Actor *) slot;
  _Atomic u64 turns;
  char apart_from_queues[64];  // thieves lock these

  RunQueue fresh;  // the newest first
  RunQueue queue;  // the longest waiting first
  Sleeper sleeper;
  Glance noted;    // by the one in the seat
  System *system;  // set once, as is all below
  Thread thread;
  char apart[64];  // no two workers share a line of the cache
} Worker;

void worker_init(Worker *worker, System *system);
void worker_release(Worker *worker);

// The actor that a handler on this worker has made ready.
void worker_ready(Worker *worker, Actor *actor);

// One that wants to go on: behind the others. True: as above.
bool worker_again(Worker *worker, Actor *actor);

// Is it counted in System.busy? Set by its own thread, asked by any.
static inline bool worker_is_active(Worker *worker) {
  return atomic_load_explicit(&worker->active, memory_order_relaxed);
}

static inline void worker_set_active(Worker *worker, bool active) {
  atomic_store_explicit(&worker->active, active, memory_order_relaxed);
}

// Counts a turn, and tells how many there have been. Its own thread.
u64 worker_turn(Worker *worker);

// All that is fresh joins the other queue. True: as above. Its own thread.
bool worker_age(Worker *worker);

// Gives the next of its own, or NULL. Its own thread.
Actor *worker_next(Worker *worker);

// How many wait in its queues. Any thread.
size_t worker_backlog(Worker *worker);

// Takes half of what waits in one of its queues for a thief, or ROB_MOST: gives
// one and puts the rest into the thief's queue. Nothing waits: what is in the
// slot, if it is stuck. Or NULL. By the one in the seat, after it has found
// that help is needed.
Actor *worker_rob(Worker *worker, Worker *thief);

// What a look at it sees is compared with by the next one. By the one in the
// seat, as is the next.
void worker_note(Worker *worker);

// Would a thief help, as it looks `span` nanoseconds after its last look? Yes
// if it is stuck, or if so many wait that it will not be through before help
// pays.
bool worker_needs_help(Worker *worker, i64 span);

#endif
