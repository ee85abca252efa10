// build.h -- how an exercise is compiled and linked, in each of its modes.
#ifndef RUNNER_BUILD_H
#define RUNNER_BUILD_H

#include "base/types.h"
#include "catalog.h"
#include "files.h"
#include "job.h"

typedef enum Mode {
  MODE_PLAIN,
  MODE_ADDRESS,
  MODE_THREAD,
  MODE_SCHEDULES,  // by the stepper for threads, if the exercise asks for it
  MODES
} Mode;

// plain, address, thread, schedules; and the same in words.
const char *mode_name(Mode mode);
const char *mode_words(Mode mode);

// True if the exercise is judged in this mode.
bool build_is_wanted(const char *root, const Exercise *exercise, Mode mode);

// What a build needs from the project. False: it has not been made yet.
bool build_is_ready(const char *root, const Exercise *exercise, Mode mode);

// Starts the compiler on the learner's file, to make `program`.
void build_start(Job *job, const char *root, const Exercise *exercise,
                 const char *file, Mode mode, const char *program);

#endif
