// schedules.h -- which schedule comes next, depth first.
#ifndef STEPPING_SCHEDULES_H
#define STEPPING_SCHEDULES_H

#include "stepping/plan.h"

typedef struct Fork {
  Choice *open;
  u32 room;
  u32 count;
  u32 next;  // the first one not yet taken; the usual one was taken first
  u32 cost;  // preemptions before it
  Choice taken;
} Fork;

typedef struct Schedules {
  Fork *forks;
  u32 count;
  u32 room;
  u32 bound;    // preemptions
  bool pruned;  // there are others beyond it
  bool failed;  // no memory
} Schedules;

void schedules_release(Schedules *schedules);

// Begins anew, with this bound.
void schedules_begin(Schedules *schedules, u32 bound);

// The run was made by `plan` of it: keeps what was open behind its prefix.
void schedules_learn(Schedules *schedules, const Run *run);

// Makes the next one's prefix. False: there is none.
MUST_USE bool schedules_next(Schedules *schedules, Plan *plan);

#endif
