// outbox.h -- what an actor has sent and what has not left yet. Not for users.
//
// Effects leave in program order. Under threads and the pool the outbox is
// empty but for an actor that waits for room (slowed.h); under the stepper each
// message leaves in a step of its own.
#ifndef ACTING_OUTBOX_H
#define ACTING_OUTBOX_H

#include "acting/runtime.h"

typedef enum OutboxState {
  OUTBOX_EMPTY,
  OUTBOX_WAITS,  // for room: somebody else runs the actor, hands off
  OUTBOX_URGENT  // for room, but a control message must be handled first
} OutboxState;

// Lets go what can leave; by the thread that runs the actor.
OutboxState outbox_flush(Actor *actor);

// Lets go all, over the bounds of those who have no room: the actor ends.
void outbox_force(Actor *actor);

// Under the stepper: may the first message leave now? If it waits for room, who
// watches is told.
bool outbox_may_flush(Actor *actor);

// Lets the first message go; it may.
void outbox_flush_one(Actor *actor);

#endif
