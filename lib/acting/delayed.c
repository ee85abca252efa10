// delayed.c -- message and timer, one pointing to the other.
//
// A repeating one sends the message it holds and holds a copy from then on.
#include "acting/delayed.h"

#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"

static Delayed *delayed_of(Timer *timer) {
  return CONTAINER_OF(timer, Delayed, timer);
}

void delayed_trace(System *system, EventKind kind, const Delayed *delayed,
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

void delayed_discard(System *system, Delayed *delayed) {
  if (delayed->fired) {
    mem_free(delayed);
    return;
  }
  bool once =
      delayed->period == 0 && (delayed->message->flags & MESSAGE_ANSWER) == 0;
  bool orphaned = delayed->orphaned;
  delayed_trace(system, EVENT_TIMER_CANCELLED, delayed, 0);
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

void delayed_fire_once(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  mutex_lock(&system->lock);
  bool cancelled = delayed->cancelled;
  if (!cancelled) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  if (cancelled) {
    delayed_discard(system, delayed);
    return;
  }
  delayed_trace(system, EVENT_TIMER_FIRED, delayed, 0);
  send_arrive(system, unwrap(delayed));
}

// The message, ready to arrive at who set the timer.
static void mark_own(const Delayed *delayed, Message *message) {
  message_set_timer(message, NULL);
  message_set_fired(message, delayed->id);
  message->flags |= MESSAGE_URGENT;
}

// It can be cancelled at any time, by another thread than this.
void delayed_fire_own(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  Message *message = delayed->message;
  mutex_lock(&system->lock);
  bool cancelled = delayed->cancelled;
  delayed->firing = !cancelled;
  mutex_unlock(&system->lock);
  if (!cancelled) {
    delayed_trace(system, EVENT_TIMER_FIRED, delayed, 0);
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
    delayed_discard(system, delayed);
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
  if (delayed->skips) {
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
    delayed_discard(system, delayed);
  }
}

static void close(System *system, Delayed *delayed) {
  mutex_lock(&system->lock);
  if (!delayed->cancelled) {
    list_remove(&delayed->node);
  }
  mutex_unlock(&system->lock);
  delayed_discard(system, delayed);
}

void delayed_fire_again(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  mutex_lock(&system->lock);
  delayed->firing = !delayed->cancelled;
  mutex_unlock(&system->lock);
  if (!delayed->firing) {
    delayed_discard(system, delayed);
    return;
  }
  delayed_trace(system, EVENT_TIMER_FIRED, delayed, 0);
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
  delayed_trace(system, EVENT_TIMER_SET, delayed, point);
  go_on(system, delayed, point);
}
