// judgement.h -- what one run of one mode amounts to.
#ifndef RUNNER_JUDGEMENT_H
#define RUNNER_JUDGEMENT_H

#include "build.h"
#include "complaints.h"
#include "files.h"
#include "findings.h"
#include "job.h"
#include "report.h"
#include "verdict.h"

typedef enum RunStage { RUN_ABSENT, RUN_BUILDS, RUN_RUNS, RUN_ENDED } RunStage;

typedef struct Run {
  RunStage stage;
  Job job;
  const char *root;  // the project's folder, borrowed
  Path program;
  bool built;
  bool is_long;  // a search that goes on after the verdict
  Complaints complaints;
  char secret[40];
  Report report;
  Finding finding;
  bool is_finding;     // a sanitizer has spoken
  bool is_crash;       // a signal ended it
  bool found;          // there is something to say
  char unjudged[200];  // why this mode has no say, or empty
} Run;

// Looks at a build that has failed, or a run that has ended: sets `found` and
// what goes with it. `source` is the learner's file.
void judge_build(Run *run, Mode mode);
void judge_run(Run *run, Mode mode, const char *source);

// Turns a run in which something was found into the verdict.
void judgement_tell(Verdict *verdict, Run *run, Mode mode);

#endif
