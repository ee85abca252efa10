// turns.h -- what an actor does just now and how much it has done, seen by
// others. Not for users; see actor_counts in counting.h and surviving/stuck.h.
//
// Written by the thread that runs the actor, read by any: relaxed, as each is a
// number of its own that orders nothing.
#ifndef ACTING_TURNS_H
#define ACTING_TURNS_H

#include <stdatomic.h>

#include "base/types.h"
#include "telling/protocol.h"

typedef struct Turns {
  _Atomic u64 ends;  // beginnings and ends of handlers: odd while one runs
  _Atomic(const MessageInfo *) handling;
} Turns;

static inline u64 turns_ends(const Turns *turns) {
  return atomic_load_explicit(&turns->ends, memory_order_relaxed);
}

// Messages whose handling has ended.
static inline u64 turns_done(const Turns *turns) {
  return turns_ends(turns) / 2;
}

static inline bool turns_is_running(const Turns *turns) {
  return turns_ends(turns) % 2 != 0;
}

// Gives what to end it by.
static inline u64 turn_begins(Turns *turns, const MessageInfo *info) {
  u64 ends = turns_ends(turns) + 1;
  atomic_store_explicit(&turns->handling, info, memory_order_relaxed);
  atomic_store_explicit(&turns->ends, ends, memory_order_relaxed);
  return ends;
}

// One that has not ended since it began.
static inline void turn_ends_as_begun(Turns *turns, u64 begun) {
  atomic_store_explicit(&turns->ends, begun + 1, memory_order_relaxed);
}

// Also when the handler has failed. False: it ended before, and nothing is
// changed.
static inline bool turn_ends(Turns *turns) {
  bool runs = turns_is_running(turns);
  if (runs) {
    atomic_store_explicit(&turns->ends, turns_ends(turns) + 1,
                          memory_order_relaxed);
  }
  return runs;
}

static inline void turns_reset(Turns *turns) {
  atomic_store_explicit(&turns->ends, 0, memory_order_relaxed);
}

#endif
