// later.c -- timers set and cancelled; what fires is delayed.c's.
#include "acting/later.h"

#include "acting/delayed.h"
#include "acting/extras.h"
#include "acting/outgoing.h"
#include "acting/quiet.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

enum { NODE_SHIFT = 56 };
static const u64 NUMBER_MASK = ((u64)1 << NODE_SHIFT) - 1;

// ---- Setting ----

static Delayed *delayed_new(System *system, i64 period, MissedTicks missed) {
  if (extras_own(sender_in(system)) == NULL) {
    return NULL;
  }
  Delayed *delayed = mem_try(sizeof *delayed);
  if (delayed != NULL) {
    delayed->period = period;
    delayed->skips = missed == TICKS_SKIP;
  }
  return delayed;
}

// The message will arrive at `point`; sending it arms the timer.
static TimerId leave(System *system, Delayed *delayed, Message *message,
                     i64 point) {
  Actor *owner = sender_in(system);
  delayed->message = message;
  delayed->due = point;
  delayed->own = ref_equal(owner->ref, message->target);
  delayed->timer = (Timer){.fire = delayed->period != 0 ? delayed_fire_again
                                   : delayed->own       ? delayed_fire_own
                                                        : delayed_fire_once,
                           .owner = owner->ref,
                           .argument = (u64)point};
  message_set_timer(message, &delayed->timer);
  mutex_lock(&system->lock);
  delayed->timer.number = ++system->timer_serial;
  TimerId id = (TimerId)system->node << NODE_SHIFT | delayed->timer.number;
  delayed->id = id;
  list_push_front(&extras_if_any(owner)->timers, &delayed->node);
  mutex_unlock(&system->lock);
  send_leave(system, owner, message);  // it may have fired when this returns
  return id;
}

static void give(TimerId *timer, TimerId id) {
  if (timer != NULL) {
    *timer = id;
  }
}

TellOutcome actor_tell_after(Ref to, const MessageInfo *info, void *fields,
                             Deadline span, TimerId *timer) {
  CHECK(span.ns != NEVER.ns && "a message that would never come");
  fields_check(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  Delayed *delayed = delayed_new(system, 0, TICKS_SKIP);
  if (delayed == NULL) {
    return TELL_NO_MEMORY;
  }
  Message *message = send_make(system, target, to, info, 0, fields, &why);
  if (message == NULL) {
    mem_free(delayed);
    return why;
  }
  i64 now = system->dispatcher->now(system);
  give(timer, leave(system, delayed, message, deadline_point(span, now)));
  return TELL_OK;
}

TellOutcome actor_tell_every(Ref to, const MessageInfo *info, void *fields,
                             Deadline period, MissedTicks missed,
                             TimerId *timer) {
  CHECK(period.ns > 0 && period.ns != NEVER.ns && "a period has a length");
  fields_check(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  if (!mailbox_is_open(&target->mailbox, to)) {
    return TELL_STOPPED;
  }
  Delayed *delayed = delayed_new(system, period.ns, missed);
  Message *message = delayed != NULL ? message_new(info, 0, to) : NULL;
  if (message == NULL ||
      !fields_send(info->fields(), message_fields(message), fields)) {
    message_free(message);
    mem_free(delayed);
    return TELL_NO_MEMORY;
  }
  i64 now = system->dispatcher->now(system);
  give(timer, leave(system, delayed, message, deadline_point(period, now)));
  return TELL_OK;
}

TellOutcome later_own(Actor *self, const MessageInfo *info, Deadline span,
                      TimerId *timer) {
  System *system = self->system;
  Delayed *delayed = delayed_new(system, 0, TICKS_SKIP);
  Message *message = message_new(info, MESSAGE_ANSWER, self->ref);
  if (delayed == NULL || message == NULL) {
    mem_free(delayed);
    message_free(message);
    return TELL_NO_MEMORY;
  }
  i64 now = system->dispatcher->now(system);
  *timer = leave(system, delayed, message, deadline_point(span, now));
  return TELL_OK;
}

// ---- Cancelling ----

// Takes it out of its owner's list and from where it waits; the system's lock
// is held. True: it is the caller's. False: whoever fires it frees it.
static bool cancel_locked(Actor *owner, Delayed *delayed, bool *counted) {
  System *system = owner->system;
  list_remove(&delayed->node);
  delayed->cancelled = true;
  if (delayed->fired) {
    return true;
  }
  bool armed = timers_remove(&system->timers, &delayed->timer);
  *counted = armed && !delayed->timer.weak;
  if (armed || !system->dispatcher->holds_outbox) {
    return armed;
  }
  outgoing_remove(owner, delayed->message);
  return true;
}

static Delayed *find_locked(Actor *owner, TimerId timer) {
  const List *timers = &extras(owner)->timers;
  for (ListNode *node = list_first(timers); node != NULL;
       node = list_next(timers, node)) {
    Delayed *delayed = CONTAINER_OF(node, Delayed, node);
    if (delayed->id == timer) {
      return delayed;
    }
  }
  return NULL;
}

// The calling actor's system, or the one the id is of; NULL: there is none.
static System *system_of(TimerId timer) {
  System *system = table_system(ref_make((u32)(timer >> NODE_SHIFT), 0, 1));
  const Actor *self = activation()->actor;
  return self == NULL || self->system == system ? system : NULL;
}

TimerOutcome timer_cancel(TimerId timer) {
  System *system = timer != 0 ? system_of(timer) : NULL;
  if (system == NULL) {
    return TIMER_STRANGER;
  }
  Actor *owner = sender_in(system);
  bool counted = false;
  mutex_lock(&system->lock);
  bool known = (timer & NUMBER_MASK) <= system->timer_serial;
  Delayed *delayed = find_locked(owner, timer);
  bool late = delayed == NULL || (delayed->firing && !delayed->own);
  bool ours = delayed != NULL && cancel_locked(owner, delayed, &counted);
  mutex_unlock(&system->lock);
  if (ours) {
    delayed_discard(system, delayed);
  }
  if (counted) {
    busy_less(system);
  }
  if (!known) {
    return TIMER_STRANGER;
  }
  return late ? TIMER_LATE : TIMER_CANCELLED;
}

void timer_weaken(TimerId timer) {
  System *system = timer != 0 ? system_of(timer) : NULL;
  if (system == NULL) {
    return;
  }
  mutex_lock(&system->lock);
  Delayed *delayed = find_locked(sender_in(system), timer);
  bool counted =
      delayed != NULL && timers_weaken(&system->timers, &delayed->timer);
  mutex_unlock(&system->lock);
  if (counted) {
    busy_less(system);
  }
}

// ---- Own timers ----

bool later_renew(Actor *self, TimerId timer, Deadline span) {
  System *system = self->system;
  i64 point = deadline_point(span, system->dispatcher->now(system));
  mutex_lock(&system->lock);
  Delayed *delayed = find_locked(self, timer);
  bool moved =
      delayed != NULL && timers_move(&system->timers, &delayed->timer, point);
  if (delayed != NULL && !moved) {
    bool leaves = system->dispatcher->holds_outbox && !delayed->fired;
    *(leaves ? &delayed->due : &delayed->again) = point;
    delayed->timer.argument = leaves ? (u64)point : delayed->timer.argument;
  }
  mutex_unlock(&system->lock);
  if (moved) {  // by nobody but this thread
    delayed_trace(system, EVENT_TIMER_CANCELLED, delayed, 0);
    delayed_trace(system, EVENT_TIMER_SET, delayed, point);
  }
  return delayed != NULL;
}

static void trace_missed(System *system, const Message *message,
                         TimerId timer) {
  trace(system, (Event){.kind = EVENT_TIMER_CANCELLED,
                        .actor = message->target.bits,
                        .other = message->target.bits,
                        .id = message_id(message),
                        .number = timer & NUMBER_MASK,
                        .due = 1,
                        .name = message->info->name});
}

// The message waits again; the system's lock is held.
static void start_anew_locked(System *system, Delayed *delayed,
                              Message *message) {
  message->flags &= (u16)~MESSAGE_URGENT;
  message_set_timer(message, &delayed->timer);
  delayed->message = message;
  delayed->fired = false;
  send_arm(system, &delayed->timer, delayed->again);
  delayed->again = 0;
}

bool later_admit(Actor *actor, Message *message) {
  System *system = actor->system;
  TimerId id = message_fired(message);
  message_set_fired(message, 0);
  mutex_lock(&system->lock);
  Delayed *delayed = find_locked(actor, id);
  i64 again = delayed != NULL ? delayed->again : 0;
  bool over = delayed != NULL && delayed->period == 0 && again == 0;
  if (over) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  if (over) {
    mem_free(delayed);
  }
  if (delayed != NULL && again == 0) {
    return true;
  }
  trace_missed(system, message, id);
  if (delayed == NULL) {
    message_free(message);
    return false;
  }
  mutex_lock(&system->lock);
  start_anew_locked(system, delayed, message);
  mutex_unlock(&system->lock);
  return false;
}

void later_end(Actor *owner) {
  System *system = owner->system;
  bool left = extras_if_any(owner) != NULL;
  while (left) {
    bool counted = false;
    bool ours = false;
    mutex_lock(&system->lock);
    ListNode *node = list_first(&extras(owner)->timers);
    left = node != NULL;
    Delayed *delayed = left ? CONTAINER_OF(node, Delayed, node) : NULL;
    if (left) {
      delayed->orphaned = true;
      ours = cancel_locked(owner, delayed, &counted);
    }
    mutex_unlock(&system->lock);
    if (ours) {
      delayed_discard(system, delayed);
    }
    if (counted) {
      busy_less(system);
    }
  }
}
