// watch.h -- a watchdog: a round that does not end in time is shown and ended.
//
// What is shown is what the runtime knows: which actors live, what each waits
// for, and what lies in its mailbox. Then the program ends with 1, for nothing
// can be trusted any more.
#ifndef STRESS_WATCH_H
#define STRESS_WATCH_H

#include "acting/system.h"

// False: no thread.
MUST_USE bool watch_start(void);
void watch_stop(void);

// From now on a round is watched, until watch_end. `what` says which; borrowed.
void watch_begin(const char *what, Deadline bound);
void watch_system(System *system);  // it has one; NULL: not any more
void watch_end(void);

#endif
