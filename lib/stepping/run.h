// run.h -- one run of the program, in a process of its own.
#ifndef STEPPING_RUN_H
#define STEPPING_RUN_H

#include "stepping/plan.h"

// Gives memory that the processes of runs share, zeroed; NULL: there is none.
Run *run_new(void);

// Makes a run by run->plan, and waits until it is over. What it found is in
// *run: verdict, steps and so on. The program begins as the process was when it
// was called. False: no process could be made.
MUST_USE bool run_make(Run *run, int argc, char **argv);

// The two halves of a run that is made in this process: a world by run->plan,
// and the program in it, at whose end the process ends.
void run_prepare(Run *run);
_Noreturn void run_begin(int argc, char **argv);

// The program ends with this status. Does not return.
_Noreturn void run_finish(int status, u64 place);

#endif
