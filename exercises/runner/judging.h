// judging.h -- what check, watch and grade have in common.
#ifndef RUNNER_JUDGING_H
#define RUNNER_JUDGING_H

#include <stdio.h>

#include "learn.h"
#include "verdict.h"

// From now on SIGINT, SIGTERM and SIGHUP are noted and no more.
void judging_catch_endings(void);

// Which one came, or 0. As what a verdict is stopped by: whether one did.
int judging_signal(void);
bool judging_must_stop(void);

// What to do after this verdict, in a few lines.
void judging_write_next(FILE *out, const Learn *learn, const Verdict *verdict,
                        const Exercise *exercise);

#endif
