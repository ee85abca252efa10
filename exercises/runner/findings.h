// findings.h -- what a sanitizer printed, cut down to the first finding.
#ifndef RUNNER_FINDINGS_H
#define RUNNER_FINDINGS_H

#include "base/types.h"

typedef struct FindingPlace {
  char what[120];      // "Write of size 8 by thread T1"
  char function[100];  // in the learner's file; empty: not known
  int line;
} FindingPlace;

typedef struct Finding {
  char kind[160];       // heap-use-after-free, data race, ...
  const char *meaning;  // in plain words; NULL: the kind has to do
  FindingPlace places[3];
  size_t place_count;
} Finding;

// Looks for a report in the output; `file` is the learner's file as it was
// compiled. False: there is none.
MUST_USE bool finding_read(Finding *finding, const char *output,
                           const char *file);

// True if the sanitizer itself could not start; *why, of 200 bytes, is its
// line.
MUST_USE bool finding_is_refusal(const char *output, char *why);

#endif
