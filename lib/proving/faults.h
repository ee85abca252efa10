// faults.h -- making things fail in a test: a handler, or memory.
//
// One of each at a time in a process, and no other thread may allocate or run
// actors meanwhile: as under the stepper.
#ifndef PROVING_FAULTS_H
#define PROVING_FAULTS_H

#include "base/types.h"
#include "telling/ref.h"

// The next user message that the actor handles fails with this reason (cut to
// 63 bytes) instead of being handled. Takes back the one before, if that has
// not failed yet; NOBODY takes back and sets none.
void fault_fail_next(Ref actor, const char *reason);

// From now on `after` allocations succeed and then none.
void fault_no_memory(size_t after);

// From now on memory is as before.
void fault_memory_back(void);

// While paused, allocations succeed and are not counted. Pauses nest.
void fault_pause(void);
void fault_go_on(void);

#endif
