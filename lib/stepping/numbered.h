// numbered.h -- the schedule of a report as the simulator would write it down.
//
// A report names threads; the simulator's replay line has the numbers of the
// options it was offered. It also sees more turns: accesses that race.
#ifndef STEPPING_NUMBERED_H
#define STEPPING_NUMBERED_H

#include "stepping/run.h"

typedef struct Numbered {
  u32 count;
  bool has_accesses;  // races were turns in it, too
  u64 race;           // the later access of the race it ended in, or 0
  Choice choices[];
} Numbered;

// Keeps the steps of a run that was made. NULL: out of memory. Never freed.
Numbered *numbered_keep(const Run *run);

// Makes them once more, as a watched run goes, and prints "1:0*3,2", or on
// stderr why it cannot be. Ends the process.
_Noreturn void numbered_run(Run *run, const Numbered *kept, int argc,
                            char **argv);

#endif
