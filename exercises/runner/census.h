// census.h -- who is running under a program that was started, and how much
// it takes: read from /proc, because nobody has to be asked there.
//
// Counted are the program, its session, and its descendants, also those that
// went into a session of their own. Linux only.
#ifndef RUNNER_CENSUS_H
#define RUNNER_CENSUS_H

#include <sys/types.h>

#include "base/types.h"

typedef struct Census {
  int processes;
  int threads;
  i64 resident;  // bytes
  i64 cpu_ms;
} Census;

// Counts the leader alone; cheap. All zero if it is gone.
Census census_of(pid_t leader);

// Counts all that belong to the leader; looks at each process there is.
Census census_of_all(pid_t leader);

// True if every thread of the process sleeps. *runs is a number that changes
// whenever one of them has been running.
bool census_is_asleep(pid_t pid, u64 *runs);

// The threads of the process: fills ids, gives how many.
size_t census_threads(pid_t pid, pid_t *ids, size_t most);

// Kills all that belong to the leader except itself, and waits until they are
// gone. `known` are children of the caller to be left alone. Gives how many
// there were.
int census_kill_rest(pid_t leader, const pid_t *known, size_t count);

#endif
