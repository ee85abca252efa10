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
// is yet to grow, and which this core has forgotten already. From the slot
// nobody steals, so its owner needs no locked operation for it, nor do messages
// to who is in it (tell.c): it is the thread's own, and stands in its
// Activation. A handler that sends so much that message memory runs short has
// it run at once, or shares it (nesting.h). The price: who was made ready last,
// by a handler that sends little and goes on for long, waits until that
// returns.
//
// Left out: priorities, and a queue without a lock; see run_queue.h.
#ifndef ACTING_WORKER_H
#define ACTING_WORKER_H

#include "acting/run_queue.h"
#include "acting/sleepers.h"

// Turns inside a turn (nesting.c). Only the worker's own thread.
typedef struct Nesting {
  bool is_on;
  u32 turns;   // so far
  i64 since;   // when it began
  u32 yields;  // so often the others may have the actors first
} Nesting;

typedef struct Worker {
  // Only its own thread.
  u32 fresh_run;      // how often in a row the fresh came before the others
  bool from_outside;  // so did the last one
  bool active;        // counted in System.busy
  i64 robbed_at;      // when it took from another what it has run since; or 0
  i64 patience;       // how long it waits before it takes again (seeking.c)
  u64 grown_in;       // the turn in which `fresh` grew last
  size_t grown_from;  // and how many it held before
  Nesting nesting;
  // Written by its own thread, read by a thief: relaxed, a number that orders
  // nothing.
  _Atomic u64 turns;
  _Atomic u64 nested;          // turns within one of those
  char apart_from_queues[64];  // thieves lock these

  RunQueue fresh;  // the newest first
  RunQueue queue;  // the longest waiting first
  Sleeper sleeper;
  u64 noted_turns;  // of this worker, by the one in the seat
  System *system;   // set once, as is all below
  Thread thread;
  char apart[64];  // no two workers share a line of the cache
} Worker;

// The one that the calling thread is, or NULL.
extern _Thread_local Worker *worker_here;

void worker_init(Worker *worker, System *system);
void worker_release(Worker *worker);

#if defined(NO_SLOT)
enum { HAS_SLOT = false };
#else
enum { HAS_SLOT = true };
#endif

// The short way of worker_ready, where the slot is empty; then no queue
// changes. False: it is not, and nothing has happened.
MUST_USE static inline bool worker_ready_at_once(Actor *actor) {
  Activation *here = activation();
  bool empty = HAS_SLOT && here->next == NULL;
  here->next = empty ? actor : here->next;
  return empty;
}

// The actor that a handler on this worker has made ready. True: there is one
// in a queue now that others could take.
bool worker_ready(Worker *worker, Actor *actor);

// The actor in the slot, if there is one, joins the fresh. True: as above. Its
// own thread.
bool worker_share(Worker *worker);

// One that wants to go on: behind the others. True: as above.
bool worker_again(Worker *worker, Actor *actor);

// Counts a turn, and tells how many there have been. Its own thread.
u64 worker_turn(Worker *worker);

// All that is fresh joins the other queue. True: as above. Its own thread.
bool worker_age(Worker *worker);

// Gives the next of its own, or NULL. Its own thread.
Actor *worker_next(Worker *worker);

// Gives the latest of those that were made ready in this turn, or NULL. Its own
// thread.
Actor *worker_next_nested(Worker *worker);

// Takes one out of those that want to go on, if it waits there and not far
// behind. Its own thread.
MUST_USE bool worker_take(Worker *worker, const Actor *actor);

// Counts a turn within a turn.
void worker_turn_nested(Worker *worker);

// How many wait in its queues. Any thread.
size_t worker_backlog(Worker *worker);

// Takes half of what waits in one of its queues for a thief, or ROB_MOST: gives
// one and puts the rest into the thief's queue. NULL: nothing waits any more.
Actor *worker_rob(Worker *worker, Worker *thief);

// What a look at it sees is compared with by the next one. By the one in the
// seat, as is the next.
void worker_note(Worker *worker);

// Would a thief help, as it looks `span` nanoseconds after its last look? False
// if so few wait that this worker will be through before help pays.
bool worker_needs_help(Worker *worker, i64 span);

#endif
