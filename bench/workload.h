// workload.h -- one benchmark: so many messages through a system, checked.
//
// The definitions are Savina's (Imam and Sarkar, "Savina - An Actor Benchmark
// Suite", AGERE! 2014), without the artificial work inside handlers. A workload
// is a program as a user would write it, on the public interface alone.
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include "troupe.h"

typedef struct Result {
  i64 units;     // messages or requests that were exchanged
  i64 started;   // clock_now() when the first message was about to be sent
  i64 finished;  // clock_now() when the last had been handled
  bool right;    // the totals are what they must be
} Result;

typedef struct Workload {
  const char *name;
  const char *what;  // one line for --list
  i64 usual;         // N when none is given: about half a second
  Result (*run)(System *system, i64 n);
} Workload;

extern const Workload pingpong;
extern const Workload counting;
extern const Workload ask;

#endif
