// progress.h -- what the learner has done so far: mine/progress.
//
// A line an exercise: its name, `passed` with a day or `started`, and how many
// hints were read. The file is small, read whole and written by rename. A line
// nobody understands is left out and said; the strange file is kept beside.
#ifndef RUNNER_PROGRESS_H
#define RUNNER_PROGRESS_H

#include "base/types.h"
#include "files.h"

typedef struct Record {
  char name[64];
  char passed[16];  // the day, 2026-01-31; empty: not yet
  int hints;
} Record;

enum { PROGRESS_MOST = 500 };

typedef struct Progress {
  Record records[PROGRESS_MOST];
  size_t count;
  int strange;       // lines that were left out when it was read
  int strange_line;  // the first of them
} Progress;

// Reads; a file that is not there is no progress. False: it is there and
// cannot be read.
MUST_USE bool progress_read(Progress *progress, const char *path);

// Writes. False: errno says why, the old file stands.
MUST_USE bool progress_write(const Progress *progress, const char *path);

// The exercise's record, made if need be; borrowed from the progress.
Record *progress_of(Progress *progress, const char *name);

// The same, or NULL if there is none.
const Record *progress_find(const Progress *progress, const char *name);

#endif
