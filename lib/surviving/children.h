// children.h -- a supervisor's records of its children. Not for users.
//
// A record is a block: of the supervisor, or of the child itself until that is
// adopted (raising.h). Only the supervisor's thread reads one that it has.
#ifndef SURVIVING_CHILDREN_H
#define SURVIVING_CHILDREN_H

#include "acting/runtime.h"
#include "surviving/child_spec.h"
#include "surviving/supervisor_protocol.h"

// What it is to come to.
typedef enum ChildGoal {
  GOAL_RUN,
  GOAL_PAUSE,  // to end this life, and then to run
  GOAL_GONE
} ChildGoal;

typedef struct Child {
  ListNode node;
  Ref ref;
  ChildSpec spec;  // without label and state, which were the caller's
  char label[LABEL_SIZE];
  ChildState state;
  ChildGoal goal;
  bool adopted;  // not one of the supervisor's first children
  bool has_started;
  u32 life;  // the one that was started last
  u64 restarts;
  i64 since;       // when that one had started
  i64 delay;       // before the last life
  Request *ender;  // who asked for its end, or NULL
  const MessageInfo *end_message;
} Child;

// A CHECK that a child can be made of it.
void child_spec_check(const ChildSpec *spec);

// Makes record and prepared actor of a spec that was checked; NULL: *why, and
// nothing is left. The record hangs on nothing.
MUST_USE Child *child_new(System *system, Ref supervisor, const ChildSpec *spec,
                          SpawnOutcome *why);

// How long it waits for its next life now, which has just ended.
i64 child_next_delay(Child *child, i64 now);

// How long a graceful end may take, from now on.
i64 child_stop_point(const Child *child, i64 now);

// The child of that reference, or NULL.
Child *children_find(List *children, Ref ref);

#endif
