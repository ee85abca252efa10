// shares.h -- what the running screen takes of a core and sends to a terminal.
#ifndef BENCH_FRAMES_SHARES_H
#define BENCH_FRAMES_SHARES_H

#include "base/types.h"

// Runs the screen with so many actors and messages at 200x50 and 60 steps a
// second, each view for some seconds, then paused; prints a line each. False:
// there was no terminal to be had.
bool shares_measure(u64 actors, u64 messages);

#endif
