// delayed.h -- stores that have not reached memory yet.
//
// In a weak run (Plan.weak) an atomic store that is not sequentially consistent
// waits in its thread, which sees it already, until it is chosen to go: a
// relaxed one before or after others to other places, a release store after all
// before it. Locks, fences and changes let all go first. Loads are never
// delayed: what a processor that reorders them would show beyond this is not
// found. (After the store buffers of P. Sewell and others, "x86-TSO", 2010, and
// SPARC's partial store order.)
#ifndef STEPPING_DELAYED_H
#define STEPPING_DELAYED_H

#include "stepping/world.h"

static inline u32 delayed_count(const Task *task) {
  return task->store_count;
}

// True if the n-th may reach memory before the others.
bool delayed_may_go(const Task *task, u32 n);

// The n-th reaches memory.
void delayed_store(Task *task, u32 n);

// All do, in order.
void delayed_store_all(Task *task);

// The thread that runs stores; if there is no more room the oldest goes first.
void delayed_add(const Store *store);

// The latest of this thread's to the address, or NULL.
const Store *delayed_own(const Task *task, u64 address);

// Writes `size` bytes of the value.
void delayed_write(u64 address, u64 value, u8 size);

#endif
