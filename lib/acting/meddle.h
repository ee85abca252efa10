// meddle.h -- what somebody at the simulator does to a message: loses it,
// doubles it, holds it up, puts it elsewhere. Each is a step. Not for users.
#ifndef ACTING_MEDDLE_H
#define ACTING_MEDDLE_H

#include "acting/runtime.h"

// Does what COMMAND_FAULT says (telling/event.h). What cannot be is refused
// with a reason (ChoicePolicy.refused), and is no step. Only under the stepper.
void meddle(System *system, const Event *command);

#endif
