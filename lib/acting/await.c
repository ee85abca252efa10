// await.c -- cells in the lists of the system and of actors.
//
// Whether there is anything to wait for is asked under the system's lock, and
// under it the cell enters the list: who fills the list takes the same lock, so
// no cell comes too late (tests/test_protocols.c shows what happens otherwise).
#include "acting/await.h"

#include "acting/nursery.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/waiting.h"
#include "base/check.h"
#include "telling/fields.h"

// The stepper knows by itself whether anything is open.
static bool is_quiet_locked(System *system) {
  return !system->dispatcher->holds_outbox &&
         (atomic_load(&system->busy) == 0 || count_alive(system) == 0);
}

RunOutcome system_run(System *system, Deadline deadline) {
  CHECK(activation()->actor == NULL && "a handler may not wait for quiet");
  table_check(system);
  i64 point = deadline_point(deadline, system->dispatcher->now(system));
  WaitCell cell;
  cell_init(&cell);
  cell.quiet = true;
  // Before the look at `busy`: pairs with the load in busy_less.
  atomic_fetch_add(&system->quiet_wanted, 1);
  mutex_lock(&system->lock);
  if (is_quiet_locked(system)) {
    cell_fill(&cell, count_alive(system) == 0);
  } else if (!system->dispatcher->holds_outbox) {
    cell.next = system->quiet_waiters;
    system->quiet_waiters = &cell;
  }
  mutex_unlock(&system->lock);
  WaitOutcome outcome =
      wait_in(system, &cell, point, (Event){.text = "system_run: all quiet"});
  mutex_lock(&system->lock);
  cell_leave(&system->quiet_waiters, &cell);
  atomic_fetch_sub(&system->quiet_wanted, 1);
  bool empty =
      outcome == WAIT_FILLED ? cell.value != 0 : count_alive(system) == 0;
  mutex_unlock(&system->lock);
  cell_release(&cell);
  if (outcome == WAIT_TIMEOUT) {
    return RUN_TIMEOUT;
  }
  return empty ? RUN_EMPTY : RUN_QUIET;
}

// Waits in one of the system's two lists. `done` says, under the lock, whether
// there is anything to wait for, and puts the answer into the cell.
typedef bool DoneFn(Actor *actor, Ref ref, WaitCell *cell);

static WaitOutcome wait_for(System *system, Actor *actor, Ref ref, DoneFn *done,
                            WaitCell **head, Deadline deadline, const char *why,
                            WaitCell *cell) {
  i64 point = deadline_point(deadline, system->dispatcher->now(system));
  cell_init(cell);
  cell->who = ref;
  mutex_lock(&system->lock);
  if (done(actor, ref, cell)) {
    cell->filled = true;
  } else {
    cell->next = *head;
    *head = cell;
  }
  mutex_unlock(&system->lock);
  WaitOutcome outcome = wait_in(system, cell, point, (Event){.text = why});
  mutex_lock(&system->lock);
  cell_leave(head, cell);
  mutex_unlock(&system->lock);
  cell_release(cell);
  return outcome;
}

static bool start_done(Actor *actor, Ref ref, WaitCell *cell) {
  if (!table_holds_locked(actor, ref)) {
    cell->value = START_STOPPED;
    return true;
  }
  u64 word = standing(&actor->standing);
  cell->value = standing_started(word)                    ? START_OK
                : standing_reason(word) == STOPPED_FAILED ? START_FAILED
                                                          : START_STOPPED;
  return standing_started(word) || !standing_lives(word);
}

StartOutcome actor_wait_started(Ref ref, Deadline deadline) {
  check_may_wait();
  System *system;
  Actor *actor;
  WaitCell cell;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return START_STOPPED;
  }
  switch (wait_for(system, actor, ref, start_done, &system->start_waiters,
                   deadline, "actor_wait_started", &cell)) {
    case WAIT_TIMEOUT:
      return START_TIMEOUT;
    case WAIT_DEADLOCK:
      return START_DEADLOCK;
    case WAIT_FILLED:
      break;
  }
  return (StartOutcome)cell.value;
}

static const u64 UNKNOWN = UINT64_MAX;

static bool end_done(Actor *actor, Ref ref, WaitCell *cell) {
  if (!table_holds_locked(actor, ref)) {  // the slot has been used again
    cell->value = UNKNOWN;
    return true;
  }
  u64 word = standing(&actor->standing);
  cell->value = standing_reason(word);
  return standing_was_free(word);
}

EndOutcome actor_wait_end(Ref ref, StopReason *reason, Deadline deadline) {
  check_may_wait();
  System *system;
  Actor *actor;
  WaitCell cell;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return END_LONG_AGO;
  }
  switch (wait_for(system, actor, ref, end_done, &system->end_waiters, deadline,
                   "actor_wait_end", &cell)) {
    case WAIT_TIMEOUT:
      return END_TIMEOUT;
    case WAIT_DEADLOCK:
      return END_DEADLOCK;
    case WAIT_FILLED:
      break;
  }
  if (cell.value == UNKNOWN) {
    return END_LONG_AGO;
  }
  *reason = (StopReason)cell.value;
  return END_OK;
}

// ---- Room ----

enum { WAITS_FOR_ROOM = 1 };

// One try, and if there is no room a sleep until there may be: then TELL_OK
// without a message. The cell is in the list, and the wish for room known,
// before the try, so that room made after it is not missed.
static TellOutcome try_or_wait(System *system, Actor *target, Ref to,
                               const MessageInfo *info, void *fields, i64 point,
                               Message **message) {
  WaitCell cell;
  cell_init(&cell);
  cell.who = to;
  mutex_lock(&system->lock);
  cell.next = system->room_waiters;
  system->room_waiters = &cell;
  mutex_unlock(&system->lock);
  mailbox_want(&target->mailbox);
  TellOutcome why;
  *message = send_make(system, target, to, info, 0, fields, &why);
  size_t bytes = message_bytes_for(info, fields);
  if (why == TELL_FULL && mailbox_could_hold(&target->mailbox, to, bytes)) {
    Event what = {
        .other = to.bits, .number = WAITS_FOR_ROOM, .text = info->name};
    switch (wait_in(system, &cell, point, what)) {
      case WAIT_FILLED:
        why = TELL_OK;
        break;
      case WAIT_TIMEOUT:
        why = TELL_TIMEOUT;
        break;
      case WAIT_DEADLOCK:
        break;
    }
  }
  mutex_lock(&system->lock);
  cell_leave(&system->room_waiters, &cell);
  mutex_unlock(&system->lock);
  cell_release(&cell);
  return why;
}

TellOutcome actor_tell_within(Ref to, const MessageInfo *info, void *fields,
                              Deadline deadline) {
  check_may_wait();
  fields_check(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  i64 point = deadline_point(deadline, system->dispatcher->now(system));
  Message *message = send_make(system, target, to, info, 0, fields, &why);
  if (why == TELL_FULL && !deadline_is_now(deadline)) {
    do {
      why = try_or_wait(system, target, to, info, fields, point, &message);
    } while (why == TELL_OK && message == NULL);
  }
  if (message != NULL) {
    send_leave(system, sender_in(system), message);
  }
  return why;
}
