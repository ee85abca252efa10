// hints.h -- the three levels of hints of an exercise.
#ifndef RUNNER_HINTS_H
#define RUNNER_HINTS_H

#include "catalog.h"

enum { HINTS = 3 };

// Gives what stands below `## LEVEL` in its hints.md, free with mem_free; NULL
// if there is no such hint.
char *hint_read(const Exercise *exercise, int level);

#endif
