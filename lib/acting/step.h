// step.h -- one step of the stepper, as those who watch hear of it. Not for
// users.
#ifndef ACTING_STEP_H
#define ACTING_STEP_H

#include "acting/runtime.h"

// Begins a step: `choice` is the event but for its kind and what the message,
// if there is one, says.
void step_begin(System *system, Event choice, const Message *message);

// Ends it, with the hash of all that happened so far.
void step_end(System *system);

#endif
