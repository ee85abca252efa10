// deadline.h -- how long to wait, and the clock that says when it is over.
//
// A Deadline is a span, the last parameter of everything that may wait:
// NOW never waits, NEVER waits for ever, after_ms(50) waits that long. The
// callee turns it into a point on its clock once, so that waking up early
// does not start the span again. Times are in nanoseconds. Any thread.
#ifndef BASE_DEADLINE_H
#define BASE_DEADLINE_H

#include "base/types.h"

typedef struct Deadline {
  i64 ns;
} Deadline;

#define NOW ((Deadline){0})
#define NEVER ((Deadline){INT64_MAX})

// The point in time of NEVER: no clock reaches it.
#define POINT_NEVER INT64_MAX

// Spans. A negative one counts as NOW, one too long to count as NEVER.
Deadline after_ms(i64 milliseconds);
Deadline after_us(i64 microseconds);
Deadline after_ns(i64 nanoseconds);

// True for NOW: refuse rather than wait.
bool deadline_is_now(Deadline deadline);

// The point at which a span that starts at `now` is over; POINT_NEVER for
// NEVER and for what does not fit.
i64 deadline_point(Deadline deadline, i64 now);

// The time since some fixed moment, by a clock nobody can set.
i64 clock_now(void);

#endif
