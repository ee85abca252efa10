// states.h -- the memory of an actor's state. Not for users.
//
// A small state lies in the actor itself. Where the pool is off (a sanitizer
// watches) it never does, so that its use after the end is seen.
#ifndef ACTING_STATES_H
#define ACTING_STATES_H

#include "acting/runtime.h"

// Gives the actor a zeroed state of its type. False: out of memory.
MUST_USE bool state_take(Actor *actor);

// Takes it away, if it has one.
void state_drop(Actor *actor);

#endif
