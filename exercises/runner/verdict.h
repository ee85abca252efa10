// verdict.h -- the one thing to say about a learner's file.
//
// The file is built and run plainly, under the address sanitizer, under the
// thread sanitizer and, where the exercise has a schedules.c, over schedules,
// all at a time; the first of these, in that order, that has something to say
// makes the verdict.
#ifndef RUNNER_VERDICT_H
#define RUNNER_VERDICT_H

#include "base/types.h"
#include "build.h"
#include "catalog.h"
#include "complaints.h"
#include "files.h"

typedef enum VerdictKind {
  VERDICT_PASSED,
  VERDICT_FAILED,
  VERDICT_LIMIT,     // stopped at a limit: no more can be said
  VERDICT_BAD_FILE,  // there is no such file, or it cannot be read
  VERDICT_MISSING,   // something needed is not here
} VerdictKind;

typedef struct Verdict {
  VerdictKind kind;
  const char *reason;  // one word; exercises/README.md lists them
  Mode mode;
  char exercise[64];
  Path source;     // the learner's file
  char test[128];  // the test's name, or empty
  int passed;      // tests before it
  Path file;       // where: empty if not known
  int line;
  char message[900];
  char meaning[300];  // the message in plain words, or empty
  char expected[300];
  char seen[300];
  char story[1200];
  char where[6][320];  // who waits where; where else to look
  size_t where_count;
  bool over_schedules;    // passed those too
  char schedule[700];     // the order of steps, as `show` takes it, or empty
  char again[1200];       // the command that shows it again, or empty
  char unjudged[3][320];  // which part was not judged, and why
  size_t unjudged_count;
  Complaints complaints;  // of the compiler
  char *printed;          // what the program printed; owned, may be NULL
  f64 seconds;
} Verdict;

// Judges a file. Blocks for as long as that takes, which has an end. True in
// `stop`, which may be NULL and is looked at again and again, gives up.
// Free with verdict_release.
void verdict_make(Verdict *verdict, const char *root, const Exercise *exercise,
                  const char *file, bool (*stop)(void));

// After a pass: looks through many more schedules, for some twenty seconds.
// VERDICT_FAILED: it was none.
void verdict_search(Verdict *verdict, const char *root,
                    const Exercise *exercise, const char *file,
                    bool (*stop)(void));
void verdict_release(Verdict *verdict);

// 0 passed, 1 failed, 2 bad file, 4 limit, 5 missing.
int verdict_exit_code(const Verdict *verdict);

#endif
