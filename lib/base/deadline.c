// deadline.c -- spans and points, with arithmetic that stops at the ends.
#include "base/deadline.h"

#include <time.h>

#include "base/check.h"

static Deadline span(i64 count, i64 ns_each) {
  if (count <= 0) return NOW;
  if (count > INT64_MAX / ns_each) return NEVER;
  return (Deadline){count * ns_each};
}

Deadline after_ms(i64 milliseconds) {
  return span(milliseconds, 1000000);
}

Deadline after_us(i64 microseconds) {
  return span(microseconds, 1000);
}

Deadline after_ns(i64 nanoseconds) {
  return span(nanoseconds, 1);
}

bool deadline_is_now(Deadline deadline) {
  return deadline.ns <= 0;
}

i64 deadline_point(Deadline deadline, i64 now) {
  if (deadline_is_now(deadline)) return now;
  if (now > 0 && deadline.ns > POINT_NEVER - now) return POINT_NEVER;
  // A clock may start below zero, and NEVER stays NEVER there too.
  if (deadline.ns == NEVER.ns) return POINT_NEVER;
  return now + deadline.ns;
}

i64 clock_now(void) {
  struct timespec time;
  int err = clock_gettime(CLOCK_MONOTONIC, &time);
  CHECK(err == 0);
  return (i64)time.tv_sec * 1000000000 + time.tv_nsec;
}
