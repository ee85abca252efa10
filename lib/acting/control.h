// control.h -- the stepped program's end of the control stream. Not for users.
//
// A program started with TROUPE_CONTROL=FD in its environment runs under the
// stepper, tells the simulator at the other end of that socket all events
// (telling/record.h), and takes its choices and commands from there. When the
// other end has gone, or says so, the process ends.
#ifndef ACTING_CONTROL_H
#define ACTING_CONTROL_H

#include "acting/choose.h"
#include "acting/dispatch.h"

typedef struct Control Control;

// Opens the stream of this process and waits for the other end's greeting; NULL
// if there is none (or another system has it or had it), or no memory. A stream
// that does not greet ends the process with 2.
MUST_USE Control *control_open(System *system);

// The policy and the listener that speak over it.
ChoicePolicy control_policy(Control *control);
void control_listen(void *control, const Event *event);

// Sends what is left and closes the stream.
void control_close(Control *control);

#endif
