// answers.h -- what a supervisor answers those who ask. Not for users.
#ifndef SURVIVING_ANSWERS_H
#define SURVIVING_ANSWERS_H

#include "acting/ask.h"
#include "surviving/restart_plan.h"

// Answers a message of the supervisor's protocol, on its thread. True: goals
// may have changed.
MUST_USE bool answers_give(Plan *plan, const void *message);

// The child has ended for good: who asked for it hears of it.
void answers_ended(Child *child);

#endif
