// prove.h -- what searches say of a goal: the shortest way to it, and that the
// repaired program has none.
//
// Each function starts children of its own, with the settings that hold when it
// is called, and returns when they have ended.
#ifndef SIM_PROVE_H
#define SIM_PROVE_H

#include "checks.h"
#include "search.h"

// What is searched: a program from its start, for a failure of one check.
typedef struct Question {
  const char *program;  // its path, and how it is called
  const char *name;
  u64 seed;
  const CheckItem *check;
  volatile int *stop;
  i64 time;  // nanoseconds
} Question;

// The fewest choices that fail the check, as breadth-first search finds them;
// where it finds none, those of a run that fails, shrunk. 0: there is none, or
// none was found in time.
u64 prove_shortest(const Question *question);

// What the check says of the program's own run; pending: that cannot tell, so
// neither can a search that finds nothing.
CheckVerdict prove_own_run(const Question *question);

// How it is with all orders, one of each class. `result` has the counts;
// release it.
void prove_all(const Question *question, SearchResult *result);

#endif
