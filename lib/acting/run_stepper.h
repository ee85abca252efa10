// run_stepper.h -- the stepper, one step at a time, for tests. Not for users;
// see proving/kit.h.
#ifndef ACTING_RUN_STEPPER_H
#define ACTING_RUN_STEPPER_H

#include "acting/choose.h"
#include "acting/dispatch.h"

// Which steps may be taken.
typedef bool StepFilter(const void *context, const Option *option);

// Takes one of the steps that are open and that the filter lets through; the
// system's policy chooses. False: there is none. Only on the stepper's thread,
// outside handlers.
MUST_USE bool stepper_step(System *system, StepFilter *allows,
                           const void *context);

// Lets the clock move on to `point`, if it is not there yet; nothing fires.
void stepper_pass(System *system, i64 point);

#endif
