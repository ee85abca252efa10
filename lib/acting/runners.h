// runners.h -- threads of which each belongs to one actor. Not for users.
//
// The thread sleeps until its actor's mailbox is no longer idle, handles all
// there is, and sleeps again. A handler may block without holding up others.
// The price is a stack and a kernel thread each: there is a limit, and above it
// an actor is refused with SPAWN_NO_THREAD.
//
// A thread that has ended must be joined by another one: it leaves its Runner
// in a list, which the next birth or the stop empties.
#ifndef ACTING_RUNNERS_H
#define ACTING_RUNNERS_H

#include "acting/runtime.h"

typedef struct Runner Runner;

typedef struct Runners {
  System *system;  // set once, as is `most`
  size_t most;
  Mutex lock;  // protects all below and every Runner.ready
  size_t running;
  size_t leaving;  // of these, on their way into `done`
  Runner *done;
  Cond ended;  // one more is in `done`
} Runners;

// At most `most_threads` of the system at a time.
void runners_init(Runners *runners, System *system);

// Blocks until every thread has ended: each actor has, or is about to.
void runners_release(Runners *runners);

// A dispatcher's born(), gone() and ready() for such an actor, whose `runner`
// is set meanwhile.
SpawnOutcome runners_born(Runners *runners, Actor *actor);
void runners_gone(Runners *runners, Actor *actor);
void runners_ready(Runners *runners, Actor *actor);

#endif
