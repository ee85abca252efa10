// waiting.c -- cells, and the sleep of a thread until one is filled.
#include "acting/waiting.h"

#include "acting/send.h"
#include "acting/trace.h"
#include "base/check.h"

void cell_init(WaitCell *cell) {
  *cell = (WaitCell){.filled = false};
  cond_init(&cell->wake);
}

void cell_release(WaitCell *cell) {
  cond_release(&cell->wake);
}

void cell_leave(WaitCell **list, WaitCell *cell) {
  while (*list != NULL && *list != cell) {
    list = &(*list)->next;
  }
  if (*list != NULL) {
    *list = cell->next;
  }
}

void check_may_wait(void) {
  const Actor *self = activation()->actor;
  CHECK((self == NULL || self->blocking) &&
        "a handler may not wait, unless its actor was spawned as blocking");
}

WaitOutcome wait_in(System *system, WaitCell *cell, i64 point, Event what) {
  check_may_wait();
  bool user_code = activation()->user_code;
  activation()->user_code = false;
  what.kind = EVENT_BLOCKED;
  what.actor = sender_in(system)->ref.bits;
  trace(system, what);
  WaitOutcome outcome =
      system->dispatcher->wait(system, cell, point, what.text);
  trace(system, (Event){.kind = EVENT_WOKEN, .actor = what.actor});
  activation()->user_code = user_code;
  return outcome;
}

WaitOutcome wait_asleep(System *system, WaitCell *cell, i64 point,
                        const char *why) {
  (void)why;
  mutex_lock(&system->lock);
  bool in_time = true;
  while (!cell->filled && in_time) {
    if (point == POINT_NEVER) {
      cond_wait(&cell->wake, &system->lock);
    } else {
      in_time = cond_wait_until(&cell->wake, &system->lock, point);
    }
  }
  bool filled = cell->filled;
  mutex_unlock(&system->lock);
  return filled ? WAIT_FILLED : WAIT_TIMEOUT;
}

i64 now_real(System *system) {
  (void)system;
  return clock_now();
}

u64 random_seeded(System *system) {
  mutex_lock(&system->lock);
  u64 number = rng_next(&system->rng);
  mutex_unlock(&system->lock);
  return number;
}
