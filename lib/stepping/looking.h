// looking.h -- threads that look again and again for what others must bring.
//
// A loop that only looks would make runs without end. A thread that comes to
// the same look a second time, having done nothing in between, spins: the
// others go first, until something it looked at has changed. If there are no
// others it may look on for a while (stuck.h) before that counts as waiting for
// nothing.
#ifndef STEPPING_LOOKING_H
#define STEPPING_LOOKING_H

#include "stepping/world.h"

// The thread that runs has looked at `address`, and not found what it looks
// for, perhaps.
void looking_looked(u64 address, u64 place);

// It has changed what others may look at, and so has done something.
void looking_changed(u64 address);

// That has changed, but by nobody's doing now: a delayed store.
void looking_reached(u64 address);

#endif
