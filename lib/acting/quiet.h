// quiet.h -- whether anything can still happen: System.busy, and who waits for
// it to be zero. Not for users.
#ifndef ACTING_QUIET_H
#define ACTING_QUIET_H

#include "acting/runtime.h"

// One more, or less, that runs, is promised to run, or waits for its time.
void busy_more(System *system);
void busy_less(System *system);

// Lets go whoever waits for quiet, if it is quiet or no actor is left.
void quiet_check(System *system);

#endif
