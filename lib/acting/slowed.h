// slowed.h -- actors that wait for room in another's mailbox. Not for users.
//
// A mailbox of the policy FULL_SLOW refuses nothing that a handler sends: the
// message stays in the sender's outbox, and the sender handles nothing more
// until it has left. No worker waits: the sender's promise to run is kept by
// this list instead of the dispatcher, and whoever takes it out of the list,
// under the system's lock, hands it back.
#ifndef ACTING_SLOWED_H
#define ACTING_SLOWED_H

#include "acting/runtime.h"

typedef enum SlowedOutcome {
  SLOWED_WAITS,      // somebody else runs it; it may not be touched any more
  SLOWED_RETRY,      // something has changed: look again
  SLOWED_OVERFLOWS,  // waiting would never end: its message enters all the same
} SlowedOutcome;

// The running actor would wait for room for `message`, the first in its outbox.
// Under threads and the pool it is in the list afterwards (SLOWED_WAITS) and
// not busy; under the stepper only the edge is noted.
SlowedOutcome slowed_wait(Actor *actor, const Message *message);

// Under the stepper: the actor waits no more.
void slowed_forget(Actor *actor);

// Lets run as many as there is room for at `target`: after each change that may
// have made room. The system's lock is held.
void slowed_wake_locked(Actor *target);

// Lets the actor run although there is no room, if it is slowed: something more
// urgent waits for it. The same without the lock, for one that may have ended.
void slowed_interrupt_locked(Actor *actor);
void slowed_interrupt(System *system, Ref ref);

#endif
