// active.h -- the stepper's list of actors that have something to do, by slot.
// Not for users.
//
// Sorted, so that the options of a step come in the same order in every run.
#ifndef ACTING_ACTIVE_H
#define ACTING_ACTIVE_H

#include "acting/runtime.h"

// Zeroed, it is empty.
typedef struct Active {
  Actor **actors;
  size_t count;
  size_t room;
} Active;

void active_release(Active *active);

// False: out of memory, and nothing has changed.
MUST_USE bool active_make_room(Active *active, size_t room);

// Adds an actor that may be in already; there is room.
void active_add(Active *active, Actor *actor);

// Takes out an actor that need not be in.
void active_remove(Active *active, const Actor *actor);

#endif
