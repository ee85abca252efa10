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
  _Atomic u64 begun;  // messages whose handling began
  _Atomic u64 ended;  // equal to `begun`: no handler runs
  _Atomic(const MessageInfo *) handling;
  _Atomic i64 busy_ns;  // in handlers, where the system measures
  i64 began_at;         // only the thread that runs the actor
} Turns;

// `now` is 0 where nobody measures.
static inline void turn_begins(Turns *turns, const MessageInfo *info, i64 now) {
  turns->began_at = now;
  atomic_store_explicit(&turns->handling, info, memory_order_relaxed);
  u64 begun = atomic_load_explicit(&turns->begun, memory_order_relaxed);
  atomic_store_explicit(&turns->begun, begun + 1, memory_order_relaxed);
}

// Also when the handler has failed; nothing if it ended before.
static inline void turn_ends(Turns *turns, i64 now) {
  u64 begun = atomic_load_explicit(&turns->begun, memory_order_relaxed);
  i64 busy = atomic_load_explicit(&turns->busy_ns, memory_order_relaxed);
  atomic_store_explicit(&turns->busy_ns, busy + now - turns->began_at,
                        memory_order_relaxed);
  turns->began_at = now;
  atomic_store_explicit(&turns->ended, begun, memory_order_relaxed);
}

static inline void turns_reset(Turns *turns) {
  atomic_store_explicit(&turns->begun, 0, memory_order_relaxed);
  atomic_store_explicit(&turns->ended, 0, memory_order_relaxed);
  atomic_store_explicit(&turns->busy_ns, 0, memory_order_relaxed);
}

#endif
