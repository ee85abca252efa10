// send.c -- leaving, arriving, and what happens on the way.
#include "acting/send.h"

#include <string.h>

#include "acting/cells.h"
#include "acting/control_messages.h"
#include "acting/extras.h"
#include "acting/outgoing.h"
#include "acting/quiet.h"
#include "acting/sequence.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

Actor *sender_in(System *system) {
  Actor *actor = activation()->actor;
  return actor != NULL && actor->system == system
             ? actor
             : table_at(system, ref_make(system->node, MAIN_SLOT, 1));
}

TellOutcome send_find(Ref to, System **system, Actor **target) {
  *system = table_system(to);
  Actor *actor = activation()->actor;
  if (*system == NULL || (actor != NULL && actor->system != *system)) {
    return TELL_STRANGER;
  }
  *target = table_at(*system, to);
  return *target == NULL ? TELL_STRANGER : TELL_OK;
}

// True if the sender is an actor that can wait without a thread that waits.
static bool may_be_slowed(const System *system) {
  const Actor *self = activation()->actor;
  return self != NULL && self->system == system && !self->blocking;
}

// Behind a message that has no room yet nothing may take room from those who
// slow their senders: it might be the very room that is waited for.
static bool waits_behind(Actor *target) {
  return outgoing_roomless(activation()->actor) > 0 &&
         mailbox_bounds(&target->mailbox).policy == FULL_SLOW;
}

TellOutcome send_reserve(System *system, Actor *target, Ref to, size_t bytes,
                         u16 *waits) {
  if (system->dispatcher->point != NULL) {
    system->dispatcher->point(system, POINT_ROOM, to.bits);
  }
  if (waits != NULL && may_be_slowed(system) && waits_behind(target)) {
    *waits |= MESSAGE_ROOMLESS;
    return TELL_OK;
  }
  switch (mailbox_reserve(&target->mailbox, to, bytes)) {
    case MAILBOX_OK:
      return TELL_OK;
    case MAILBOX_FULL:
      return TELL_FULL;
    case MAILBOX_SLOWS:
      if (waits == NULL || !may_be_slowed(system)) {
        return TELL_FULL;
      }
      if (extras_own(activation()->actor) == NULL) {
        return TELL_NO_MEMORY;
      }
      *waits |= MESSAGE_ROOMLESS;
      return TELL_OK;
    case MAILBOX_DROPS:
      return TELL_DROPPED;
    case MAILBOX_CLOSED:
      break;
  }
  return TELL_STOPPED;
}

void send_unreserve(System *system, const Message *message) {
  if (message->flags & MESSAGE_ROOMLESS) {
    return;
  }
  Actor *target = table_at(system, message->target);
  mailbox_unreserve(&target->mailbox, message->target, message_bytes(message));
  send_room_made(system, target);
}

void send_room_made(System *system, Actor *actor) {
  if (mailbox_was_wanted(&actor->mailbox)) {
    mutex_lock(&system->lock);
    cells_fill(&system->room_waiters, actor->ref, 0);
    slowed_wake_locked(actor);
    mutex_unlock(&system->lock);
  }
}

// The message, with all fields; NULL: out of memory.
static Message *fill(Ref to, const MessageInfo *info, u16 flags, void *fields) {
  Message *message = message_new(info, flags, to);
  if (message == NULL) {
    return NULL;
  }
  if (info->flat) {
    memcpy(message_fields(message), fields, info->size);
    return message;
  }
  if (!fields_send(info->fields(), message_fields(message), fields)) {
    message_free(message);
    return NULL;
  }
  return message;
}

Message *send_make(System *system, Actor *target, Ref to,
                   const MessageInfo *info, u16 flags, void *fields,
                   TellOutcome *why) {
  size_t bytes = message_bytes_for(info, fields);
  bool may_wait = (flags & MESSAGE_ROOMLESS) != 0;
  flags &= (u16)~MESSAGE_ROOMLESS;
  *why = send_reserve(system, target, to, bytes, may_wait ? &flags : NULL);
  bool drops = *why == TELL_DROPPED && (flags & MESSAGE_ASK) == 0;
  if (*why != TELL_OK && !drops) {
    return NULL;
  }
  Message *message = fill(to, info, flags, fields);
  if (message == NULL) {
    *why = TELL_NO_MEMORY;
  }
  if (message == NULL && !drops && (flags & MESSAGE_ROOMLESS) == 0) {
    mailbox_unreserve(&target->mailbox, to, bytes);
    send_room_made(system, target);
  }
  if (message != NULL && drops) {
    send_stamp(system, sender_in(system), message);
    send_undeliverable(system, NULL, message, TELL_DROPPED);
    return NULL;
  }
  return message;
}

static u64 sent_kind(const Message *message) {
  if (message->flags & MESSAGE_DELAYED) {
    return 4;
  }
  if (message->flags & MESSAGE_CONTROL) {
    return 3;
  }
  return message->flags & MESSAGE_ANSWER ? 2
         : message->flags & MESSAGE_ASK  ? 1
                                         : 0;
}

void send_stamp(System *system, Actor *from, Message *message) {
  message->sender = from->ref;
  message->sequence = sequence_next(system, from);
  trace_message(system, EVENT_SENT, from->ref, message->target, message,
                sent_kind(message));
}

enum { KEEPS_ITS_PLACE = MESSAGE_CONTROL | MESSAGE_ANSWER | MESSAGE_DELAYED };

void send_leave(System *system, Actor *from, Message *message) {
  if (from->opens && ref_equal(from->ref, message->target) &&
      (message->flags & KEEPS_ITS_PLACE) == 0) {
    message->flags |= MESSAGE_FIRST;
  }
  send_stamp(system, from, message);
  send_stamped(system, from, message);
}

static bool has_room(const Message *message) {
  return (message->flags & MESSAGE_ROOMLESS) == 0;
}

// Order does not matter to it, and its receiver may be waiting for it alone.
static bool is_awaited(const Message *message) {
  enum { AWAITED = MESSAGE_REPLY | MESSAGE_URGENT | MESSAGE_DELAYED };
  return (message->flags & MESSAGE_CONTROL) != 0
             ? message->info->kind == CONTROL_START ||
                   message->info->kind == CONTROL_KILL
             : (message->flags & AWAITED) != 0;
}

// Neither an answer, which has closed its request, deadline and all, nor a
// timer, which holds room, nor control mail, which may be what those wait for
// that have no room, waits for the room that others want. The order from one
// sender to one receiver is kept all the same where it matters. True: it stands
// behind what has room now, before all that has none.
static bool overtakes(Actor *from, Message *message) {
  enum { OVERTAKE = MESSAGE_ANSWER | MESSAGE_CONTROL | MESSAGE_DELAYED };
  if ((message->flags & OVERTAKE) == 0 || outgoing_roomless(from) == 0) {
    return false;
  }
  Message *before = NULL;
  Message *at = outgoing_first(from);
  for (; at != NULL && has_room(at); at = lane_next(&from->outbox, at)) {
    before = at;
  }
  for (; at != NULL; at = lane_next(&from->outbox, at)) {
    if (!is_awaited(message) && ref_equal(at->target, message->target)) {
      return false;
    }
  }
  outgoing_insert(from, before, message);
  return true;
}

void send_stamped(System *system, Actor *from, Message *message) {
  bool holds = system->dispatcher->holds_outbox;
  bool was_empty = !outgoing_any(from);
  if (!holds && was_empty && has_room(message)) {
    send_arrive(system, message);
    return;
  }
  if (overtakes(from, message)) {
    if (!holds) {
      send_arrive(system, outgoing_pop(from));
    }
    return;
  }
  outgoing_push(from, message);
  if (holds && was_empty) {
    system->dispatcher->outbox_filled(system, from);
  }
}

void send_arm(System *system, Timer *timer, i64 point) {
  if (!timer->weak) {
    busy_more(system);  // before it can fire
  }
  if (timers_add(&system->timers, timer, point)) {
    system->dispatcher->timer_added(system);
  }
}

static void arm(System *system, Message *message) {
  Timer *timer = message_timer(message);
  i64 due = (i64)timer->argument;
  trace(system, (Event){.kind = EVENT_TIMER_SET,
                        .actor = message->sender.bits,
                        .other = message->target.bits,
                        .id = message_id(message),
                        .number = timer->number,
                        .due = due,
                        .name = message->info->name});
  send_arm(system, timer, due);
}

static bool is_control(const Message *message, ControlKind kind) {
  return (message->flags & MESSAGE_CONTROL) != 0 && message->info->kind == kind;
}

static bool goes_in(Actor *target, Message **message, bool *schedule,
                    MessageList *dropped) {
  if ((*message)->flags & MESSAGE_ROOMLESS) {
    return false;
  }
  MailboxOutcome outcome =
      is_control(*message, CONTROL_START)
          ? mailbox_resume(&target->mailbox, message, schedule)
          : mailbox_push(&target->mailbox, message, schedule, dropped);
  return outcome == MAILBOX_OK;
}

// The slot may be another's by now, or its life: that one waits for others.
static bool is_held_locked(Actor *target, const Message *answer) {
  return table_holds_locked(target, answer->target) && target->is_held &&
         extras(target)->held == message_request(answer);
}

// Into the mailbox; what falls out for it, or itself if that is closed, is
// undeliverable.
static void enter(System *system, Actor *target, Message *message) {
  Ref to = message->target;
  bool stops = is_control(message, CONTROL_STOP);
  if (stops) {
    mailbox_drain(&target->mailbox, to);
    send_room_made(system, target);
  }
  bool schedule = false;
  MessageList dropped = {NULL, NULL};
  bool urgent = (message->flags & MESSAGE_URGENT) != 0;
  if (urgent &&
      (message->flags & (MESSAGE_ANSWER | MESSAGE_FIRED)) == MESSAGE_ANSWER) {
    mutex_lock(&system->lock);
    if (is_held_locked(target, message)) {
      extras_if_any(target)->awaits = NOBODY;
    }
    mutex_unlock(&system->lock);
  }
  if (!goes_in(target, &message, &schedule, &dropped)) {
    send_undeliverable(system, NULL, message, TELL_STOPPED);
    return;
  }
  if (schedule) {
    system->dispatcher->ready(system, target);
  }
  if (stops || (urgent && !schedule)) {
    slowed_interrupt(system, to);
  }
  Message *oldest;
  while ((oldest = message_list_pop(&dropped)) != NULL) {
    send_undeliverable(system, NULL, oldest, TELL_DROPPED);
  }
}

// True if it does not just go behind what waits in the mailbox.
static bool may_overtake(const Message *message) {
  return (message->flags & (MESSAGE_CONTROL | MESSAGE_URGENT | MESSAGE_FIRST |
                            MESSAGE_NOTICE | MESSAGE_WAKES)) != 0;
}

void send_arrive(System *system, Message *message) {
  if (message->flags & MESSAGE_DELAYED) {
    arm(system, message);
    return;
  }
  if (system->network != NULL && system->carries(system, message)) {
    return;
  }
  // Told before it can be taken: the receiver may run at once.
  if (is_traced(system)) {
    trace_message_now(system, EVENT_FLUSHED, message->target, message->sender,
                      message, may_overtake(message));
  }
  if (message->flags & MESSAGE_REPLY) {
    system->answered(system, message);
    return;
  }
  enter(system, table_at(system, message->target), message);
}

void send_undeliverable(System *system, Actor *from, Message *message,
                        TellOutcome why) {
  if (message->flags & MESSAGE_CONTROL) {
    if (control_is_bond(message->info->kind)) {
      system->bonds->returned(system, from, message);
    } else if (message->info->kind > CONTROL_EXIT) {
      system->word_returned(system, message);
    } else {
      message_free(message);
    }
    return;
  }
  enum { UNASKED = MESSAGE_FIRED | MESSAGE_ANSWER };
  if ((message->flags & UNASKED) == UNASKED) {
    // A timeout or the like, set by the runtime for an actor that has ended.
    trace_message(system, EVENT_TIMER_CANCELLED, message->target,
                  message->target, message, 0);
  } else if (message->flags & MESSAGE_ASK) {
    system->bounce(system, from, message, why);
  } else {
    trace_message(system, EVENT_DEAD_LETTER, message->target, message->sender,
                  message, why);
    mutex_lock(&system->lock);
    system->counts.dead_letters++;
    mutex_unlock(&system->lock);
    const WatchHooks *watch =
        atomic_load_explicit(&system->watch_hooks, memory_order_acquire);
    if (watch != NULL && (message->flags & MESSAGE_NEWS) == 0) {
      watch->letter(system, message, why);
    }
  }
  message_free(message);
}
