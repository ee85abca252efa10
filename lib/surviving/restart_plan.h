// restart_plan.h -- whose turn it is to end or to start. Not for users.
//
// Each child has a goal, and each event brings the plan one step on: first
// those that are to end do, the last started first; then those that are to run
// start, in order. Where the strategy binds children together, or the
// supervisor itself starts or ends, each waits for the one before it.
#ifndef SURVIVING_RESTART_PLAN_H
#define SURVIVING_RESTART_PLAN_H

#include "surviving/children.h"
#include "surviving/intensity.h"

typedef enum PlanPhase { PLAN_STARTING, PLAN_RUNNING, PLAN_CLOSING } PlanPhase;

typedef struct Plan {
  Actor *self;
  Strategy strategy;
  PlanPhase phase;
  List children;  // in order of their start
  Intensity intensity;
  u64 restarts;
  StopReason reason;  // of the end, while closing
  char why[192];      // the failure that led to it, or empty
} Plan;

// Does what can be done now. True: it is closing, and no child is left.
bool plan_step(Plan *plan);

// All children are to end. The first reason stands.
void plan_close(Plan *plan, StopReason reason);

// The child has ended a life, or for good: then its record is freed.
void plan_paused(Plan *plan, Child *child, StopReason reason);
void plan_over(Plan *plan, Child *child, StopReason reason);

// The time set for the child has come.
void plan_due(Plan *plan, Child *child);

// The child is to end for good.
void plan_end(Child *child);

// The child is to begin a new life now.
void plan_restart(Plan *plan, Child *child);

#endif
