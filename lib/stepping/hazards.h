// hazards.h -- locks that are taken in more than one order.
//
// A circle of locks, each taken by another thread while it held the one before,
// is a deadlock that waits for its schedule: unless a further lock held by all
// of them keeps them apart (a gate), or one of them was over before another
// began, for a reason other than the locks. (J. Havelund, "Using runtime
// analysis to guide model checking of Java programs", 2000.)
#ifndef STEPPING_HAZARDS_H
#define STEPPING_HAZARDS_H

#include "stepping/world.h"

// The thread that runs takes this lock, having waited for it or only tried, in
// which case it would never have stood still; gives it up.
void hazards_taken(u64 lock, u64 place, bool waits);
void hazards_left(u64 lock);

#endif
