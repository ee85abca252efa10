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

// True for what names a file, and not an exercise.
bool learn_is_path(const char *text);

// What is meant, and the file it is about: `target` is an id or a file, NULL
// the one saved last; `typed`, if not NULL, says for which exercise a file is.
// NULL: the complaint has been made.
const Exercise *learn_target(const Learn *learn, const char *target,
                             const char *typed, Path *file);

// What to do next: the first exercise that is not passed, started ones first;
// NULL when all are.
const Exercise *learn_next(const Learn *learn);

// The one whose file was saved last; NULL if none was started.
const Exercise *learn_current(const Learn *learn);

bool learn_has_passed(const Learn *learn, const Exercise *exercise);

// "passed", "started" or "".
const char *learn_state(const Learn *learn, const Exercise *exercise);

// How many are passed.
size_t learn_passed(const Learn *learn);

// Where the file lies that was the last one to pass.
Path learn_passed_file(const Learn *learn, const Exercise *exercise);

// Notes the pass of the learner's file, and keeps a copy of it. True: it is the
// first.
bool learn_keep_pass(Learn *learn, const Exercise *exercise);

// A longer search has found what the pass had missed.
void learn_take_back_pass(Learn *learn, const Exercise *exercise);

// Prints a file of the exercise. False: it was said why not.
bool learn_show_file(const Exercise *exercise, const char *name);

// Copies the start to the learner's folder. 0, or an exit code when the reason
// has been said.
MUST_USE int learn_copy_start(Learn *learn, const Exercise *exercise);

// Writes the progress; a failure is said and changes nothing else.
void learn_save(Learn *learn);

#endif
