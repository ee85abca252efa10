// clocks.h -- vector clocks: which events came before which, by causes alone.
//
// Each actor counts its events (a send, a taking); with every message goes what
// its sender knew then, and who takes it knows that too, as in Fidge's and
// Mattern's clocks (1988). One event came before another iff its clock is at
// most the other's in every part; else they were concurrent.
#ifndef SIM_CLOCKS_H
#define SIM_CLOCKS_H

#include "model.h"
#include "tape.h"

// A tape of more steps is counted from so many before the cursor on; and no
// more than so many parts are kept.
enum { CLOCKS_STEPS = 4000, CLOCKS_PARTS = 1 << 20 };

typedef struct ClockPart {
  u64 actor;
  u64 events;
} ClockPart;

typedef struct Clock {
  ClockPart *parts;  // by actor, ascending
  size_t count;
} Clock;

typedef struct ClockedMessage {
  MessageId id;
  Clock sent;
  Clock taken;  // empty: not yet
} ClockedMessage;

typedef struct Clocks {
  u64 first;  // counted from this step on
  bool full;  // later ones were left out
  Clock *actors;
  u64 *refs;
  size_t actor_count;
  size_t actor_room;
  size_t ref_room;
  ClockedMessage *items;  // in the order they were sent
  size_t count;
  size_t room;
  size_t *table;  // places in items + 1, by id; a power of two
  size_t table_room;
  size_t parts;
} Clocks;

// Of the steps up to `last`.
void clocks_make(Clocks *clocks, const Tape *tape, u64 last);
void clocks_release(Clocks *clocks);

// When a message was sent or taken, and where an actor is now; NULL: unknown.
const Clock *clocks_sent(const Clocks *clocks, MessageId id);
const Clock *clocks_taken(const Clocks *clocks, MessageId id);
const Clock *clocks_actor(const Clocks *clocks, u64 ref);

// True if what has clock `a` came before what has clock `b`, which is another.
bool clock_before(const Clock *a, const Clock *b);

// "bank:12 ann:4", the actor `own` first. Adds to *out.
void clock_say(const Clock *clock, const Model *model, u64 own, Text *out);

#endif
