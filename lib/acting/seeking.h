// seeking.h -- a worker without work of its own. Not for users.
//
// It looks for a while: what came from outside, and whether another worker
// needs help (worker.h), from which it takes a share. While others have a
// backlog and need none it naps and looks again, after a tenth of a millisecond
// at first, and then ever more rarely, down to once in 1.6 (the backing off of
// the monitor thread in Go's runtime); else it sleeps (sleepers.h). So who
// waits in a queue behind a long handler is taken over, and quick exchanges
// between many actors stay on the core where they are: to pull them apart costs
// more than it gives.
#ifndef ACTING_SEEKING_H
#define ACTING_SEEKING_H

#include "acting/runners.h"
#include "acting/worker.h"

typedef struct Pool {
  RunQueue outside;  // each counted in System.busy
  Sleepers sleepers;
  Runners blocking;       // actors that may block
  size_t started;         // of the workers' threads
  size_t count;           // of the workers that have threads
  Worker *workers;        // those, and behind them the guest
  atomic_bool has_guest;  // guest.h
} Pool;

// Gives a share of what came from outside, or NULL: one to run, the rest in the
// worker's queue. The worker is active then. Its own thread.
Actor *seek_outside(Pool *pool, Worker *worker);

// Blocks until there is something to run, for a worker that is not active and
// has nothing; it is active then. NULL: the pool stops.
Actor *seek_work(Pool *pool, Worker *worker);

// Is there something in any queue? `context` is the pool; for sleepers_init.
bool seek_sees_work(void *context);

#endif
