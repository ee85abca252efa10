// show.h -- a verdict in words for people, and in JSON for programs.
#ifndef RUNNER_SHOW_H
#define RUNNER_SHOW_H

#include <stdio.h>

#include "base/types.h"
#include "verdict.h"

// Fits into 80 columns, except for paths. `more` adds all that the program
// printed.
void show_verdict(FILE *out, const Verdict *verdict, bool more);

// One object on one line. The fields are always there: exercise, verdict
// (passed, failed, limit, bad file, missing), reason, mode, test, file, line,
// expected, seen, message, where, warnings, unjudged, passed, seconds.
void show_json(FILE *out, const Verdict *verdict);

// The same, behind a field folder if it is not NULL.
void show_json_of(FILE *out, const char *folder, const Verdict *verdict);

// How wide verdicts may be from now on; 78 at most, and at first.
void show_set_width(int columns);

// The text, broken between words, each line behind `indent` blanks.
void show_wrapped(FILE *out, const char *text, int indent);

#endif
