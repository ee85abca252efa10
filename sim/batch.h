// batch.h -- commands from a file, a string or standard input.
#ifndef SIM_BATCH_H
#define SIM_BATCH_H

#include <stdio.h>

#include "desk.h"

// Exit codes, the same everywhere in Troupe.
enum {
  EXIT_EXPECTED = 0,
  EXIT_FAILED = 1,
  EXIT_BAD_USE = 2,
  EXIT_DIVERGED = 3,
  EXIT_BOUND = 4,
  EXIT_NEEDS = 5
};

// The exit code that a result alone calls for.
int batch_code(DeskResult result);

// Prints lines of text, each ended; no control character reaches the file.
void batch_print(FILE *file, const char *text);

// Carries out one line; its answer goes to stdout, or, when it is wrong, as
// "WHERE: why" to stderr.
int batch_line(Desk *desk, const char *where, const char *line);

// Carries out all lines of `file`, named `name` in errors; stops at the first
// that is wrong unless `keep_going`. The code is that of the first error.
// *lines counts those that held a command.
int batch_file(Desk *desk, const char *name, FILE *file, bool keep_going,
               size_t *lines);

#endif
