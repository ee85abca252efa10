// metrics.h -- numbers of a stretch of the tape: how much, how long, by whom.
//
// A fold over the tape: the same steps give the same numbers. Lengths of time
// are counted in steps, which is what a schedule is made of; the clock of a
// stepped program stands still while it works.
#ifndef SIM_METRICS_H
#define SIM_METRICS_H

#include "letters.h"
#include "tally.h"

// Of messages that were handled: from the send to the handler's turn.
typedef struct Spread {
  u64 count;
  u64 p50;
  u64 p99;
  u64 most;
} Spread;

typedef struct TypeNumbers {
  const char *type;  // of the receiver; borrowed from the model
  char *message;     // its name
  u64 sent;
  u64 handled;
  u64 lost;
  Spread latency;
} TypeNumbers;

typedef struct ActorNumbers {
  const ModelActor *actor;  // borrowed from the model
  u64 sent;
  u64 handled;
  Spread latency;
} ActorNumbers;

typedef struct Metrics {
  u64 first;  // the steps first..last
  u64 last;
  i64 began;  // the clock after `first`
  i64 ended;
  u64 sent;
  u64 arrived;
  u64 handled;  // as the actors count it: turns of handlers
  u64 own;      // taken by the runtime: starts and stops without a case
  u64 dead;
  u64 dropped;
  u64 failed;
  u64 restarts;
  u64 late;       // answers that came after their request had ended
  u64 overflows;  // mailboxes over their bound
  u64 retries;    // the same message handled once more
  Spread latency;
  TypeNumbers *types;  // the most handled first, then by name
  size_t type_count;
  size_t type_room;
  ActorNumbers *actors;  // likewise, then by birth
  size_t actor_count;
} Metrics;

// Of all steps up to the one that this model is at.
void metrics_make(Metrics *metrics, const Tape *tape, const Model *model);

// The same of the steps from `first` on, from letters and tallies that begin
// there or before and end where the model is.
void metrics_sum(Metrics *metrics, const Letters *letters,
                 const Tallies *tallies, const Model *model, u64 first);
void metrics_release(Metrics *metrics);

#endif
