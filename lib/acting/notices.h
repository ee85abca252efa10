// notices.h -- what stops and kills an actor. Not for users.
//
// Each goes out once a life. It needs no memory of its own beforehand, and none
// at all if there is none: then it is a mark in the mailbox, and it is not told
// to the listener as a message. Any thread; none of these blocks.
#ifndef ACTING_NOTICES_H
#define ACTING_NOTICES_H

#include "acting/control_messages.h"
#include "acting/runtime.h"

// Sends CONTROL_STOP or CONTROL_KILL to an actor, from an actor, unless it was
// sent before.
void notices_tell(System *system, Actor *from, Ref to, ControlKind kind);

// The same in two steps: true if it has not been sent before, and the caller
// will send it now. The system's lock is held.
MUST_USE bool notices_take_locked(Actor *actor, ControlKind kind);
void notices_send(System *system, Actor *from, Ref to, ControlKind kind);

// It has been taken, and can be sent again in the next life.
void notices_home(Actor *actor, ControlKind kind);

#endif
