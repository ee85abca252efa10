// report.h -- what a test program said on its socket, read back.
//
// The writer is exercises/judge.c; lines without the right secret are not
// from it and are passed over. Texts are cut to fit.
#ifndef RUNNER_REPORT_H
#define RUNNER_REPORT_H

#include "base/types.h"

typedef struct ReportStack {
  char why[12];         // asked, crash, check, exit
  char thread[20];      // its name
  char addresses[800];  // in hex, the innermost first, blanks between
} ReportStack;

enum { REPORT_STACKS = 8 };

typedef struct Report {
  char test[128];  // the last that began
  bool in_test;    // and it has not ended
  int passed;
  bool done;      // all tests passed
  bool failed;    // an expectation or a CHECK was not met; these say which:
  bool by_check;  // a CHECK
  char file[300];
  int line;
  char what[700];
  char expected[300];
  char seen[300];
  char story[1200];
  bool exited;  // exit was called in the middle
  int crash;    // the signal, or 0
  ReportStack stacks[REPORT_STACKS];
  size_t stack_count;
} Report;

// Reads what the socket carried; `text` may be NULL.
void report_read(Report *report, const char *text, const char *secret);

#endif
