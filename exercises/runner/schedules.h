// schedules.h -- what the stepper for threads said of the learner's file.
#ifndef RUNNER_SCHEDULES_H
#define RUNNER_SCHEDULES_H

#include "verdict.h"

// True if its report tells of something that went wrong.
bool schedules_found(const char *output);

// Turns that into the verdict: the test's sentence, the place in the learner's
// file, the schedule in words, and how it is shown again.
void schedules_tell(Verdict *verdict, const char *root, const char *output);

#endif
