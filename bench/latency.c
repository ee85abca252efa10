// latency.c -- percentiles by rank: the smallest sample that is not less than
// so many of all.
#include "latency.h"

#include <stdlib.h>

#include "base/check.h"

static int compare(const void *a, const void *b) {
  i64 one = *(const i64 *)a;
  i64 other = *(const i64 *)b;
  return (one > other) - (one < other);
}

static i64 rank(const i64 *sorted, size_t count, size_t per_mille) {
  return sorted[(count * per_mille + 999) / 1000 - 1];
}

Latency latency_of(i64 *samples, size_t count) {
  CHECK(count > 0);
  qsort(samples, count, sizeof *samples, compare);
  return (Latency){.p50 = rank(samples, count, 500),
                   .p99 = rank(samples, count, 990),
                   .p999 = rank(samples, count, 999),
                   .worst = samples[count - 1]};
}
