// later.c -- message and timer, one pointing to the other.
//
// A Delayed is in its owner's list while it can be cancelled. Besides, it
// stands in the owner's outbox, is armed, or is firing; whoever takes it out of
// there frees it. A canceller that comes between the heap and the firing leaves
// a mark, and the one who fires finds it: under the system's lock, so that
// either the mark or the message comes first.
//
// A repeating one sends the message it holds and holds a copy from then on.
#include "acting/later.h"

#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/list.h"
#include "base/mem.h"
#include "telling/fields.h"

// One that an actor sets for itself stays in the list until its message is
// handled, which names it: so it can be cancelled until then.

typedef struct Delayed {
  Timer timer;
  Message *message;  // whoever fires it; else protected by the system's lock
  TimerId id;
  i64 period;  // 0: once
  MissedTicks missed;
  bool own;  // comes to who set it
  i64 due;   // repeating: of the tick that comes next; whoever fires it

  // Protected by the system's lock.
  ListNode node;   // in its owner's list until it is cancelled or over
  bool cancelled;  // whoever fires it frees it
  bool orphaned;   // cancelled because its owner has ended
  bool firing;     // a tick is on its way
  bool fired;      // its message is, and will ask for it; it has none any more
} Delayed;

enum { NODE_SHIFT = 56 };
static const u64 NUMBER_MASK = ((u64)1 << NODE_SHIFT) - 1;

static Delayed *delayed_of(Timer *timer) {
  return CONTAINER_OF(timer, Delayed, timer);
}

static void tell(System *system, EventKind kind, const Delayed *delayed,
                 i64 due) {
  const Message *message = delayed->message;
  trace(system, (Event){.kind = kind,
                        .actor = delayed->timer.owner.bits,
                        .other = message->target.bits,
                        .id = message_id(message),
                        .number = delayed->timer.number,
                        .due = due,
                        .name = message->info->name});
}

// Gives the message, free to arrive, and frees what it waited with.
static Message *unwrap(Delayed *delayed) {
  Message *message = delayed->message;
  message_set_timer(message, NULL);
  mem_free(delayed);
  return message;
}

// ---- Firing ----

// Frees what was cancelled. A message that was to come once had room, and is a
// dead letter if nobody took it back.
static void discard(System *system, Delayed *delayed) {
  if (delayed->fired) {
    mem_free(delayed);
    return;
  }
  bool once = delayed->period == 0;
  bool orphaned = delayed->orphaned;
  tell(system, EVENT_TIMER_CANCELLED, delayed, 0);
  Message *message = unwrap(delayed);
  if (once) {
    send_unreserve(system, message);
  }
  if (once && orphaned) {
    send_undeliverable(system, NULL, message, TELL_STOPPED);
  } else {
    message_free(message);
  }
}

static void fire_once(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  mutex_lock(&system->lock);
  bool cancelled = delayed->cancelled;
  if (!cancelled) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  if (cancelled) {
    discard(system, delayed);
    return;
  }
  tell(system, EVENT_TIMER_FIRED, delayed, 0);
  send_arrive(system, unwrap(delayed));
}

// The message, ready to arrive at who set the timer.
static void mark_own(const Delayed *delayed, Message *message) {
  message_set_timer(message, NULL);
  message_set_fired(message, delayed->id);
  message->flags |= MESSAGE_URGENT;
}

// It can be cancelled at any time, by another thread than this.
static void fire_own(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  Message *message = delayed->message;
  mutex_lock(&system->lock);
  bool cancelled = delayed->cancelled;
  delayed->firing = !cancelled;
  mutex_unlock(&system->lock);
  if (!cancelled) {
    tell(system, EVENT_TIMER_FIRED, delayed, 0);
    mutex_lock(&system->lock);
    delayed->firing = false;
    cancelled = delayed->cancelled;
    if (!cancelled) {
      mark_own(delayed, message);
      delayed->fired = true;
    }
    mutex_unlock(&system->lock);
  }
  if (cancelled) {
    discard(system, delayed);
  } else {
    send_arrive(system, message);
  }
}

// Sends the message held and holds a copy. False: the tick is missed.
static bool send_tick(System *system, Delayed *delayed) {
  Message *message = delayed->message;
  Message *copy = message_copy(message);
  if (copy == NULL) {
    return false;
  }
  if (delayed->own) {
    mark_own(delayed, message);
  } else {
    message_set_timer(message, NULL);
  }
  message_set_timer(copy, &delayed->timer);
  delayed->message = copy;
  send_arrive(system, message);
  send_stamp(system, table_at(system, delayed->timer.owner), copy);
  return true;
}

// When it has to fire next, after a tick that was sent or missed.
static i64 next_point(Delayed *delayed, bool sent, i64 now) {
  i64 period = delayed->period;
  if (delayed->missed == TICKS_SKIP) {
    i64 late = now > delayed->due ? (now - delayed->due) / period : 0;
    delayed->due =
        deadline_point(after_ns(period), delayed->due + late * period);
  } else if (sent) {
    delayed->due = deadline_point(after_ns(period), delayed->due);
  } else {
    return deadline_point(after_ns(period), now);
  }
  return delayed->due;
}

// The end of a tick: arms it again, or frees it if it is over.
static void go_on(System *system, Delayed *delayed, i64 point) {
  mutex_lock(&system->lock);
  delayed->firing = false;
  bool over = delayed->cancelled;
  if (!over) {
    send_arm(system, &delayed->timer, point);
  }
  mutex_unlock(&system->lock);
  if (over) {
    discard(system, delayed);
  }
}

static void close(System *system, Delayed *delayed) {
  mutex_lock(&system->lock);
  if (!delayed->cancelled) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  discard(system, delayed);
}

static void fire_again(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  mutex_lock(&system->lock);
  delayed->firing = !delayed->cancelled;
  mutex_unlock(&system->lock);
  if (!delayed->firing) {
    discard(system, delayed);
    return;
  }
  tell(system, EVENT_TIMER_FIRED, delayed, 0);
  Ref to = delayed->message->target;
  Actor *target = table_at(system, to);
  MailboxOutcome room =
      mailbox_reserve(&target->mailbox, to, message_bytes(delayed->message));
  if (room == MAILBOX_CLOSED) {
    close(system, delayed);
    return;
  }
  bool sent = room == MAILBOX_OK && send_tick(system, delayed);
  if (room == MAILBOX_OK && !sent) {
    send_unreserve(system, delayed->message);
  }
  i64 point = next_point(delayed, sent, system->dispatcher->now(system));
  tell(system, EVENT_TIMER_SET, delayed, point);
  go_on(system, delayed, point);
}

// ---- Setting ----

static Delayed *delayed_new(i64 period, MissedTicks missed) {
  Delayed *delayed = mem_try(sizeof *delayed);
  if (delayed != NULL) {
    delayed->period = period;
    delayed->missed = missed;
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
  delayed->timer = (Timer){.fire = delayed->period != 0 ? fire_again
                                   : delayed->own       ? fire_own
                                                        : fire_once,
                           .owner = owner->ref,
                           .argument = (u64)point};
  message_set_timer(message, &delayed->timer);
  mutex_lock(&system->lock);
  delayed->timer.number = ++system->timer_serial;
  TimerId id = (TimerId)system->node << NODE_SHIFT | delayed->timer.number;
  delayed->id = id;
  list_push_front(&owner->timers, &delayed->node);
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
  fields_check_moved(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  Delayed *delayed = delayed_new(0, TICKS_SKIP);
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
  fields_check_moved(info->fields(), fields);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  if (!mailbox_is_open(&target->mailbox, to)) {
    return TELL_STOPPED;
  }
  Delayed *delayed = delayed_new(period.ns, missed);
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

// ---- Cancelling ----

// Takes it out of its owner's list and from where it waits; the system's lock
// is held. True: it is the caller's. False: whoever fires it frees it.
static bool cancel_locked(Actor *owner, Delayed *delayed, bool *armed) {
  System *system = owner->system;
  list_remove(&delayed->node);
  delayed->cancelled = true;
  if (delayed->fired) {
    return true;
  }
  *armed = timers_remove(&system->timers, &delayed->timer);
  if (*armed || !system->dispatcher->holds_outbox) {
    return *armed;
  }
  message_list_remove(&owner->outbox, delayed->message);
  return true;
}

static Delayed *find_locked(Actor *owner, TimerId timer) {
  for (ListNode *node = list_first(&owner->timers); node != NULL;
       node = list_next(&owner->timers, node)) {
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
  bool armed = false;
  mutex_lock(&system->lock);
  bool known = (timer & NUMBER_MASK) <= system->timer_serial;
  Delayed *delayed = find_locked(owner, timer);
  bool late = delayed == NULL || (delayed->firing && !delayed->own);
  bool ours = delayed != NULL && cancel_locked(owner, delayed, &armed);
  mutex_unlock(&system->lock);
  if (ours) {
    discard(system, delayed);
  }
  if (armed) {
    busy_less(system);
  }
  if (!known) {
    return TIMER_STRANGER;
  }
  return late ? TIMER_LATE : TIMER_CANCELLED;
}

bool later_admit(Actor *actor, Message *message) {
  System *system = actor->system;
  TimerId id = message_fired(message);
  mutex_lock(&system->lock);
  Delayed *delayed = find_locked(actor, id);
  bool over = delayed != NULL && delayed->period == 0;
  if (over) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  message_set_fired(message, 0);
  if (over) {
    mem_free(delayed);
  }
  if (delayed == NULL) {
    trace(system, (Event){.kind = EVENT_TIMER_CANCELLED,
                          .actor = actor->ref.bits,
                          .other = actor->ref.bits,
                          .id = message_id(message),
                          .number = id & NUMBER_MASK,
                          .due = 1,
                          .name = message->info->name});
    message_free(message);
  }
  return delayed != NULL;
}

void later_end(Actor *owner) {
  System *system = owner->system;
  bool left = true;
  while (left) {
    bool armed = false;
    bool ours = false;
    mutex_lock(&system->lock);
    ListNode *node = list_first(&owner->timers);
    left = node != NULL;
    Delayed *delayed = left ? CONTAINER_OF(node, Delayed, node) : NULL;
    if (left) {
      delayed->orphaned = true;
      ours = cancel_locked(owner, delayed, &armed);
    }
    mutex_unlock(&system->lock);
    if (ours) {
      discard(system, delayed);
    }
    if (armed) {
      busy_less(system);
    }
  }
}
