// watched.h -- a run under the simulator's hands.
//
// A stepped program started with TROUPE_CONTROL=FD speaks the protocol of a
// stepped program of actors (telling/event.h, telling/record.h): the simulator
// tells it which thread goes on. The run is made in this process.
#ifndef STEPPING_WATCHED_H
#define STEPPING_WATCHED_H

#include "stepping/run.h"

// True if there is somebody who watches.
bool watched_wanted(void);

// Makes the run by what the watcher says, and ends the process.
_Noreturn void watched_run(Run *run, int argc, char **argv);

#endif
