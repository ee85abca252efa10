// waiting.c -- cells, and the sleep of a thread until one is filled.
#include "acting/waiting.h"

#include "acting/send.h"
#include "acting/trace.h"
#include "base/check.h"

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

enum { WAITS_FOR_ROOM = 1 };

// The cell is in the list, and the wish for room known, before the look, so
// that room made after it is not missed.
bool wait_for_room(Actor *target, Ref to, size_t bytes, i64 point,
                   const char *why) {
  System *system = target->system;
  WaitCell cell;
  cell_init(&cell);
  cell.who = to;
  mutex_lock(&system->lock);
  cell.next = system->room_waiters;
  system->room_waiters = &cell;
  mutex_unlock(&system->lock);
  mailbox_want(&target->mailbox);
  bool may_be = true;
  switch (mailbox_look(&target->mailbox, to, bytes)) {
    case MAILBOX_OK:
    case MAILBOX_CLOSED:
      break;
    case MAILBOX_FULL:
    case MAILBOX_SLOWS: {
      Event what = {.other = to.bits, .number = WAITS_FOR_ROOM, .text = why};
      may_be = mailbox_could_hold(&target->mailbox, to, bytes) &&
               wait_in(system, &cell, point, what) == WAIT_FILLED;
      break;
    }
    case MAILBOX_DROPS:
      may_be = false;
      break;
  }
  mutex_lock(&system->lock);
  cell_leave(&system->room_waiters, &cell);
  mutex_unlock(&system->lock);
  cell_release(&cell);
  return may_be;
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
