// cells.h -- what outside threads sleep on, in lists by what they wait for. Not
// for users.
#ifndef ACTING_CELLS_H
#define ACTING_CELLS_H

#include "acting/runtime.h"

void cell_init(WaitCell *cell);
void cell_release(WaitCell *cell);  // it is in no list

// Relaxed: what lies behind a filled cell is read under the lock with which it
// was filled, and only then may the cell go.
static inline bool cell_is_filled(const WaitCell *cell) {
  return atomic_load_explicit(&cell->filled, memory_order_relaxed);
}

// ---- The system's lock is held ----

// Wakes who sleeps on it, with this value.
void cell_fill(WaitCell *cell, u64 value);

// The same for all of a list that wait for `who`; they are taken out.
void cells_fill(WaitCell **list, Ref who, u64 value);

// Takes the cell out of a list, if it is in it.
void cell_leave(WaitCell **list, WaitCell *cell);

#endif
