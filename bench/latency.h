// latency.h -- how long messages took, from a sample of each.
#ifndef BENCH_LATENCY_H
#define BENCH_LATENCY_H

#include "base/types.h"

// In nanoseconds: the time within which so many of the messages were handled.
typedef struct Latency {
  i64 p50;  // half of them; 0: nothing was measured
  i64 p99;
  i64 p999;
  i64 worst;
} Latency;

// Sorts the samples, of which there is at least one.
Latency latency_of(i64 *samples, size_t count);

#endif
