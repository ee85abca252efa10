// reduced.h -- all schedules but for those that differ from another one in the
// order of independent steps alone.
//
// Sleep sets (P. Godefroid, "Partial-order methods for the verification of
// concurrent systems", 1996): of what was tried at a step nothing is tried
// again behind another choice there, until a step comes that depends on it. Two
// steps depend on each other if they are of one thread, or touch the same thing
// and one of them writes. Plain accesses do not count: either they are ordered,
// or that is a race in each of the schedules that are alike.
#ifndef STEPPING_REDUCED_H
#define STEPPING_REDUCED_H

#include "stepping/plan.h"

typedef struct Sleeper {
  Choice choice;
  bool touches_all;
  u32 touch_count;
  Touch *touches;  // owned
} Sleeper;

typedef struct Branching {
  Choice *open;
  u32 open_count;
  Sleeper taken;
  Sleeper *asleep;
  u32 asleep_count;
} Branching;

typedef struct Reduced {
  Branching *steps;
  u32 count;
  u32 room;
  bool sleeps;  // false: all schedules, whatever they have in common
  bool failed;  // no memory
} Reduced;

void reduced_release(Reduced *reduced);

// The run was made by the prefix of reduced_next, and then as usual. False: it
// is like one that was made before.
bool reduced_learn(Reduced *reduced, const Run *run);

// Makes the next one's prefix. False: there is none.
MUST_USE bool reduced_next(Reduced *reduced, Plan *plan);

// The same number for runs that differ in the order of independent steps alone.
u64 reduced_class(const Run *run);

#endif
