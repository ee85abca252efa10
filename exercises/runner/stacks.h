// stacks.h -- from addresses in a program to words: who waits in what, and
// where in the learner's file that was called.
#ifndef RUNNER_STACKS_H
#define RUNNER_STACKS_H

#include "base/types.h"
#include "files.h"
#include "report.h"

typedef struct Place {
  char function[80];  // the learner's, or the test's; empty: not known
  Path file;
  int line;
  char callee[80];  // the library's function it called; empty: none
  bool is_learners;
  int test_line;  // where the test called the learner's code, or 0
} Place;

// Finds out by addr2line. `file` is the learner's file, `test` the test's,
// by the ends of their paths. False: nothing is known.
MUST_USE bool stack_place(const ReportStack *stack, const char *program,
                          const char *file, const char *test, Place *place);

#endif
