// timers.h -- what is to happen later, in order of its time.
//
// A heap behind a lock. Who fires is the dispatcher: a thread of its own under
// run_threads and run_pool, a step under the stepper. A timer that was removed
// never fires; one that is firing is no longer in here. Not for users.
#ifndef ACTING_TIMERS_H
#define ACTING_TIMERS_H

#include "acting/dispatch.h"
#include "base/heap.h"
#include "base/thread.h"
#include "telling/ref.h"

typedef struct Timer {
  HeapNode node;
  bool armed;
  bool weak;  // does not count as busy while it is armed
  Ref owner;
  u64 number;  // for those who watch
  // Called without locks. `timer` may be freed or used again by then, unless
  // the callee owns it; the argument is the one it had when it became due.
  void (*fire)(System *system, struct Timer *timer, u64 argument);
  u64 argument;
} Timer;

typedef struct Timers {
  System *owner;  // handed to what fires; set once
  // Called before each weak one fires, and after each; set once.
  void (*firing)(System *system);
  void (*fired)(System *system);

  Mutex lock;  // protects all below
  Heap heap;
  size_t strong;  // armed ones that are not weak
  Cond earlier;   // an earlier timer came, or `stopping`
  bool stopping;
  Thread thread;
  bool threaded;
} Timers;

// `firing` is called before a weak timer fires, `fired` after each has fired,
// without locks.
void timers_init(Timers *timers, System *owner, void (*firing)(System *system),
                 void (*fired)(System *system));
void timers_release(Timers *timers);  // its thread has been stopped

// Arms a timer that is not armed, to fire at `point`. True: it is the earliest.
bool timers_add(Timers *timers, Timer *timer, i64 point);

// Disarms it. False: it was not armed, or is firing just now.
bool timers_remove(Timers *timers, Timer *timer);

// Arms an armed timer for another point. False: it is not armed.
bool timers_move(Timers *timers, Timer *timer, i64 point);

// Makes it weak. True: it was armed and not weak before.
bool timers_weaken(Timers *timers, Timer *timer);

// True if one is armed that is not weak.
bool timers_are_strong(Timers *timers);

// When the earliest is due, or POINT_NEVER; *owner is whose it is.
i64 timers_next(Timers *timers, Ref *owner);

// Takes out the earliest if it is due at `now`, and fires it. False: none.
bool timers_fire_next(Timers *timers, i64 now);

// Runs a thread that fires timers by clock_now(). False: no thread.
MUST_USE bool timers_start(Timers *timers);
void timers_stop(Timers *timers);  // blocks until the thread has ended
void timers_wake(Timers *timers);  // an earlier timer was added

#endif
