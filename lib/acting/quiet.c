// quiet.c -- a count, and a look at it by whoever brings it to zero.
#include "acting/quiet.h"

#include "acting/cells.h"
#include "acting/nursery.h"

void busy_more(System *system) {
  atomic_fetch_add(&system->busy, 1);
}

void busy_less(System *system) {
  // Sequentially consistent, with all other accesses of `busy`: one of those
  // who leave sees zero, and whoever makes others busy (a message, a timer) is
  // counted himself meanwhile, so zero means that nothing can happen any more.
  // Who waits for quiet says so before it looks at `busy`: either it sees the
  // zero, or this sees that it waits.
  if (atomic_fetch_sub(&system->busy, 1) == 1 &&
      atomic_load(&system->quiet_wanted) > 0) {
    quiet_check(system);
  }
}

void quiet_check(System *system) {
  mutex_lock(&system->lock);
  bool empty = count_alive(system) == 0;
  if (atomic_load(&system->busy) == 0 || empty) {
    cells_fill(&system->quiet_waiters, NOBODY, empty);
  }
  mutex_unlock(&system->lock);
}
