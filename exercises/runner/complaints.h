// complaints.h -- what the compiler and the linker said, and what it means.
#ifndef RUNNER_COMPLAINTS_H
#define RUNNER_COMPLAINTS_H

#include "base/types.h"
#include "files.h"

typedef struct Complaint {
  bool is_error;
  Path file;
  int line;  // 0: the linker's, which knows no line
  char text[400];
  const char *meaning;  // in plain words; NULL: the text has to do
} Complaint;

typedef struct Complaints {
  Complaint items[6];
  size_t count;
  size_t errors;  // how many there were, kept or not
  size_t warnings;
} Complaints;

// Reads gcc's or clang's output. Errors come first, each kind in the order of
// the output.
void complaints_read(Complaints *complaints, const char *output);

#endif
