// handler_waits.h -- handlers in the middle, waiting, under the stepper. Not
// for users.
#ifndef ACTING_HANDLER_WAITS_H
#define ACTING_HANDLER_WAITS_H

#include "acting/active.h"
#include "acting/choose.h"

// True if a handler of the actor waits.
bool handler_waits(const Actor *actor);

// True if its wait is over at `clock`, and how.
bool handler_wait_is_over(const Actor *actor, i64 clock, WaitOutcome *outcome);

// When the first of the waits that are not over will be, or POINT_NEVER; *owner
// is whose it is.
i64 handler_waits_next(const Active *active, i64 clock, Ref *owner);

// Gives an option for every wait: nothing else can happen. Returns how many.
size_t handler_waits_gather(const Active *active, Option *options);

#endif
