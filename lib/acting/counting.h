// counting.h -- how much one actor has done. Any thread; nothing blocks.
#ifndef ACTING_COUNTING_H
#define ACTING_COUNTING_H

#include "base/types.h"
#include "telling/ref.h"

// Each number is right by itself; together they may be of different moments.
typedef struct ActorCounts {
  u64 handled;     // user messages, those it failed at too
  u64 queued;      // waiting in its mailbox now
  u64 high_water;  // the most that ever waited there
  i64 busy_ns;     // in its handlers; 0 unless SystemOptions.measures, and
                   // always under the stepper, whose clock stands still
} ActorCounts;

// Gives the counts of a living actor. False: it has ended.
MUST_USE bool actor_counts(Ref ref, ActorCounts *counts);

#endif
