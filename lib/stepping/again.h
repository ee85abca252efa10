// again.h -- many runs of the program in one process, which puts its memory
// back after each (base/checkpoint.h).
//
// Some ten times cheaper than a copy of the process for each. What the program
// leaves behind elsewhere, in the kernel, is not put back; a program that reads
// from files may even be told EFAULT. So what is found this way has to be shown
// by run_make.
#ifndef STEPPING_AGAIN_H
#define STEPPING_AGAIN_H

#include "stepping/run.h"

// Makes a run by run->plan, as run_make does. False: it cannot be done so.
MUST_USE bool again_make(Run *run, int argc, char **argv);

// Ends the process that makes the runs, if there is one.
void again_stop(void);

#endif
