// learn.h -- what every command of `troupe learn` works on.
#ifndef RUNNER_LEARN_H
#define RUNNER_LEARN_H

#include "base/types.h"
#include "catalog.h"
#include "files.h"
#include "progress.h"

typedef struct Learn {
  Path root;     // of the project
  Path mine;     // the learner's folder; it may not be there yet
  Path command;  // what the learner types: ./troupe learn
  Path kept;     // mine/progress
  Catalog catalog;
  Progress progress;
} Learn;

// Exit codes, as everywhere in Troupe.
enum { DONE = 0, NOT_PASSED = 1, BAD_USE = 2, MISSING = 5 };

// Finds the folders and reads what is there. 0, or an exit code when the
// reason has been said on stderr.
MUST_USE int learn_open(Learn *learn);
void learn_close(Learn *learn);

// A complaint: one line on stderr that says what is wrong and what to do.
void learn_say(const char *format, ...) PRINTF_LIKE(1, 2);

// The exercise that was typed; NULL when the complaint has been made.
const Exercise *learn_find(const Learn *learn, const char *typed);

// Where the learner's file for it lies.
Path learn_file(const Learn *learn, const Exercise *exercise);

// What to do next: the first exercise that is not passed, started ones first;
// NULL when all are.
const Exercise *learn_next(const Learn *learn);

// The one whose file was saved last; NULL if none was started.
const Exercise *learn_current(const Learn *learn);

bool learn_has_passed(const Learn *learn, const Exercise *exercise);

// Writes the progress; a failure is said and changes nothing else.
void learn_save(Learn *learn);

#endif
