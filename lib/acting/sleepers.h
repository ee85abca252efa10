// sleepers.h -- which workers sleep, and the one that looks for work. Not for
// users.
//
// A worker without work of its own sits down in the one seat and looks around:
// what came from outside, what others have too much of. Who finds the seat
// taken sleeps. So at most one worker looks, however many there are, and work
// that is pushed wakes somebody only if nobody sits there (the count of
// searching workers of Go's and tokio's schedulers, with one as its bound).
//
// No work is left lying beside a sleeper, because of two looks:
//   who pushes    publishes the work, then looks whether the seat is empty;
//   who gets up   leaves the seat, then looks whether there is work,
// each calling a sleeper if so. All four accesses are sequentially consistent,
// so one of the two sees the other. A worker falls asleep only while another
// sits or as it gets up itself. tests/test_parking.c tries every order.
#ifndef ACTING_SLEEPERS_H
#define ACTING_SLEEPERS_H

#include <stdatomic.h>

#include "base/thread.h"

typedef struct Sleeper {
  Cond wake;
  bool called;           // protected by Sleepers.lock
  struct Sleeper *next;  // of those that sleep
} Sleeper;

typedef struct Sleepers {
  // Somebody sleeps and nobody sits. Stored under the lock, loaded by anyone.
  atomic_bool short_handed;
  // The one in the seat naps. Stored under the lock, loaded by anyone.
  atomic_bool naps;

  Mutex lock;  // protects all below; a leaf
  Sleeper *seat;
  Sleeper *asleep;  // the last to fall asleep first: its core is the warmest
  bool stopping;
  // Set once: is there work in any queue? Called without the lock.
  bool (*has_work)(void *context);
  void *context;
} Sleepers;

void sleepers_init(Sleepers *sleepers, bool (*has_work)(void *context),
                   void *context);
void sleepers_release(Sleepers *sleepers);
void sleeper_init(Sleeper *self);
void sleeper_release(Sleeper *self);

// Blocks until the caller has the seat. False: stopping.
MUST_USE bool sleepers_sit(Sleepers *sleepers, Sleeper *self);

// Gets up from the seat, to work.
void sleepers_get_up(Sleepers *sleepers);

// Gets up from the seat, and sleeps until called to it. False: stopping.
MUST_USE bool sleepers_sleep(Sleepers *sleepers, Sleeper *self);

// Keeps the seat and naps until `point` or sleepers_call_any. False: stopping.
MUST_USE bool sleepers_nap(Sleepers *sleepers, Sleeper *self, i64 point);

// Work was pushed: calls a sleeper to the seat if it is empty. Any thread.
static inline void sleepers_call(Sleepers *sleepers);
APART void sleepers_call_one(Sleepers *sleepers);

// The same, and wakes the one in the seat if it naps.
void sleepers_call_any(Sleepers *sleepers);

// Nobody sleeps from now on.
void sleepers_stop(Sleepers *sleepers);

static inline void sleepers_call(Sleepers *sleepers) {
  // Sequentially consistent: after the caller's push, before the look of who
  // gets up.
  if (atomic_load(&sleepers->short_handed)) {
    sleepers_call_one(sleepers);
  }
}

#endif
