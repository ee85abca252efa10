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

// ---- In the process of a run ----

// What it prints goes nowhere.
void run_be_quiet(void);

// Room for the world of a run, once a process; false: no memory. Then it is
// cleared for each run.
MUST_USE bool run_open(void);
void run_clear(Run *run);

// Both.
void run_prepare(Run *run);

// The program begins; at its end the process ends, or World.leave is called.
_Noreturn void run_begin(int argc, char **argv);

// ---- For those that make runs ----

// Nothing was said of the run yet; it ended without saying so itself.
void run_reset(Run *run);
void run_accident(Run *run, Verdict verdict, int status);

// The program ends with this status. Does not return.
_Noreturn void run_finish(int status, u64 place);

#endif
