// hunt.h -- many runs of the program, until one goes wrong.
//
// First the usual one, then all schedules with no preemption, some at random,
// then all that are not alike (reduced.h): if that comes to an end there are no
// others. Else all with one preemption, with two and so on (M. Musuvathi and S.
// Qadeer, "Iterative context bounding for systematic testing of multithreaded
// programs", 2007), then as many by priorities and at random as there is time
// for. A preemption is a choice that takes the turn from a thread that could go
// on, or lets time pass, wakes another than the first, or lets a delayed store
// go early.
#ifndef STEPPING_HUNT_H
#define STEPPING_HUNT_H

#include "stepping/run.h"

typedef struct HuntPlan {
  u64 runs;         // at random; 0: none
  u32 preemptions;  // at most so many in a row of all schedules
  i64 time;         // nanoseconds for all of it
  u32 steps;        // of one run
  u64 seed;
  bool goes_on;  // a data race is not the end
  bool weak;     // also with delayed stores
} HuntPlan;

typedef struct HuntResult {
  u64 runs;
  u64 steps;
  u64 cut;        // runs that came to the bound of steps
  i32 bound;      // all schedules with so many preemptions were run; -1: none
  bool complete;  // there are no others
  bool weak;      // the last run was one with delayed stores
  u64 random;     // runs at random among them
  i64 time;       // nanoseconds
  Verdict verdict;
} HuntResult;

// The run that failed, or the last one, is in *run afterwards.
void hunt(Run *run, const HuntPlan *plan, int argc, char **argv,
          HuntResult *result);

// Prints how many runs are all that are not alike, and how many all are, and
// how many classes of like runs each has seen. Stops at what goes wrong.
void hunt_compare(Run *run, const HuntPlan *plan, int argc, char **argv);

#endif
