// tally.h -- what is counted of each step, for the sums of any stretch.
#ifndef SIM_TALLY_H
#define SIM_TALLY_H

#include "base/types.h"
#include "telling/event.h"

// Of one step.
typedef struct Tally {
  u32 sent;
  u32 arrived;
  u32 dead;
  u32 dropped;
  u32 failed;
  u32 restarts;
  u32 late;       // answers that came after their request had ended
  u32 overflows;  // mailboxes over their bound
  u32 retries;    // the same message handled once more
  i64 began;      // the clock at its first event
  i64 ended;
} Tally;

// Those that failed of late, so that one handled again is known.
enum { FAILED_KEPT = 64 };

typedef struct Tallies {
  Tally *items;
  size_t count;
  size_t room;
  u64 first;  // the step of items[0]
  MessageId failed[FAILED_KEPT];
  size_t failures;
} Tallies;

// Of the steps from `first` on.
void tallies_begin(Tallies *tallies, u64 first);
void tallies_release(Tallies *tallies);

// An EventListener with the Tallies as its context.
void tallies_hear(void *tallies, const Event *event);

#endif
