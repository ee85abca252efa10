// helping.h -- how a thread outside waits for the pool. Not for users.
//
// To wake a worker and to be woken by it takes some 50 microseconds, to handle
// a message a fraction of one. So a thread that has asked an idle actor and
// would wait for ever runs it itself (offer.h), as a worker for the time of its
// wait (guest.h). Any other wait, but the one for quiet, looks for a little
// while before it sleeps.
//
// The price: such an asker goes on when an activation is over, which may be
// later than its answer; and a thread that waits keeps its core busy for some
// 20 microseconds, once a wait. A machine on which nobody waits stays idle.
#ifndef ACTING_HELPING_H
#define ACTING_HELPING_H

#include "acting/runtime.h"

// A dispatcher's wait(). Runs the actor that was kept, if there is one.
WaitOutcome helping_wait(System *system, WaitCell *cell, i64 point);

#endif
