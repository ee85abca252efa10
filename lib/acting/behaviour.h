// behaviour.h -- which function handles the next message.
//
// An actor's behaviours are numbered as they stand in ACTOR; the typed forms
// (counter_become, counter_push_behaviour, counter_pop_behaviour) are generated
// there. Inside only; none of them blocks. All tell the listener EVENT_BECAME.
#ifndef ACTING_BEHAVIOUR_H
#define ACTING_BEHAVIOUR_H

#include "base/types.h"

enum { BEHAVIOURS_ASIDE = 16 };  // that an actor can come back to, at most

// From the next message on the actor behaves so. The typed form is a CHECK that
// it is a behaviour named in ACTOR. What it can come back to stays
// as it is.
void actor_become(size_t behaviour);

// The same, and the behaviour it has now is what a pop comes back to. A CHECK
// that there is room for it.
void actor_push_behaviour(size_t behaviour);

// Comes back to the behaviour before the last push; a CHECK that there is one.
void actor_pop_behaviour(void);

#endif
