// goal.h -- what a run is after: one more message of an actor, or the end of
// all that a message brings about.
//
// At the end of the tape a goal prefers the options that lead to it; before,
// it follows the recorded steps.
#ifndef SIM_GOAL_H
#define SIM_GOAL_H

#include "model.h"
#include "tape.h"

typedef enum GoalKind { GOAL_NONE, GOAL_ADVANCE, GOAL_FINISH } GoalKind;

typedef struct Goal {
  GoalKind kind;
  u64 actor;  // GOAL_ADVANCE: until it has handled more than this
  u64 handled;
  MessageId *ids;  // GOAL_FINISH: the messages that are not handled yet
  size_t count;
  size_t room;
  u64 taker;  // who handles one of them in the step being told
} Goal;

void goal_clear(Goal *goal);  // none afterwards, owns nothing
void goal_advance(Goal *goal, const ModelActor *actor);
void goal_finish(Goal *goal, MessageId id);

// Told the step just made. True: the goal is reached.
bool goal_see(Goal *goal, const Model *model, const Tape *tape);

// The option that leads there, as an index into the model's options; false:
// none does more than others.
bool goal_pick(const Goal *goal, const Model *model, size_t *option);

#endif
