// offer.h -- what a thread outside offers while it asks: to run the actor that
// it asks itself. Not for users; see helping.h.
#ifndef ACTING_OFFER_H
#define ACTING_OFFER_H

#include "acting/runtime.h"

// Between these two the calling thread sends what it will wait for. It offers
// to run the actor if that is idle and both may: no blocking actor, and no
// thread that holds a Mutex (a handler that fails could not leave it) or is in
// a handler.
void offer_run(const Actor *actor);
void offer_withdraw(void);

// For a dispatcher's ready(): true if the calling thread has offered to run the
// actor. It keeps the promise to do so, and counts it in System.busy.
MUST_USE bool offer_keeps(Actor *actor);

// Gives the actor that the calling thread has kept, or NULL.
Actor *offer_take_kept(void);

#endif
