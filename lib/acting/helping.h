// helping.h -- how a thread outside waits for the pool. Not for users.
//
// To wake a worker and to be woken by it takes some 50 microseconds, to handle
// a message a fraction of one. So a thread that has asked an idle actor and
// would wait for ever runs it itself (offer.h), as a worker for the time of its
// wait. What the actor makes ready on the way goes to the pool. Any other wait,
// but the one for quiet, looks for a little while before it sleeps.
//
// The price: such an asker goes on when the activation is over, which may be
// later than its answer; and a thread that waits keeps its core busy for some
// 20 microseconds, once a wait. A machine on which nobody waits stays idle.
#ifndef ACTING_HELPING_H
#define ACTING_HELPING_H

#include "acting/runtime.h"

// A dispatcher's wait(). Runs the actor that was kept until the cell is filled
// or the actor rests; if it would go on then, `hand_back` makes it ready.
WaitOutcome helping_wait(System *system, WaitCell *cell, i64 point,
                         void (*hand_back)(System *system, Actor *actor));

#endif
