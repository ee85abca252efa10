// slots.h -- a place in the table for a new actor, and back again. Not for
// users.
#ifndef ACTING_SLOTS_H
#define ACTING_SLOTS_H

#include "acting/runtime.h"

// Takes a free slot with a reference and a label of its own; NULL:
// SPAWN_NO_SLOT, SPAWN_NO_MEMORY or SPAWN_STOPPING, said in *why.
MUST_USE Actor *slots_take(System *system, const char *label,
                           SpawnOutcome *why);

// Gives the slot of one that has ended back, to be taken with another
// reference. False: somebody has looked at it, and nothing has changed; the
// other one needs the system's lock.
MUST_USE bool slots_recycle(Actor *actor);
void slots_recycle_locked(Actor *actor);

// The same for one that could not be spawned: also its label is as it was.
void slots_give_up(Actor *actor);

#endif
