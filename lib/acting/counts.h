// counts.h -- what has happened in a system so far, as numbers.
#ifndef ACTING_COUNTS_H
#define ACTING_COUNTS_H

#include "base/types.h"

typedef struct SystemCounts {
  u64 spawned;
  u64 ended;
  u64 failed;
  u64 restarted;    // lives after the first that have started
  u64 quarantined;  // messages set aside
  u64 dead_letters;
  u64 late_replies;
  u64 missed_news;  // that a watcher had no room for (surviving/watching.h)
  u64 unaccepted;   // messages that reached an actor that had no use for them
} SystemCounts;

#endif
