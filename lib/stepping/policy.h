// policy.h -- which option a run takes, by its plan.
#ifndef STEPPING_POLICY_H
#define STEPPING_POLICY_H

#include "stepping/world.h"

// One of the options, of which there is one at least.
Choice policy_choose(const Choice *options, size_t count);

// A new thread gets a priority.
void policy_born(Task *task);

#endif
