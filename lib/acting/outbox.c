// outbox.c -- room for the first message, then for the next.
#include "acting/outbox.h"

#include "acting/extras.h"
#include "acting/send.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "acting/trace.h"

static Message *take_first(Actor *actor) {
  Message *message = message_list_pop(&actor->outbox);
  actor->roomless -= (message->flags & MESSAGE_ROOMLESS) != 0;
  return message;
}

static void has_found_room(Actor *actor, Message *message) {
  message->flags &= (u16)~MESSAGE_ROOMLESS;
  actor->roomless--;
}

static void goes_on(Actor *actor) {
  if (actor->was_slowed) {
    actor->was_slowed = false;
    slowed_forget(actor);
    trace(actor->system,
          (Event){.kind = EVENT_WOKEN, .actor = actor->ref.bits});
  }
}

static void overflow(Actor *actor, Message *message) {
  System *system = actor->system;
  Actor *target = table_at(system, message->target);
  if (mailbox_overreserve(&target->mailbox, message->target,
                          message_bytes(message))) {
    has_found_room(actor, message);
    trace_message(system, EVENT_OVERFLOWED, message->target, actor->ref,
                  message, 0);
  }
  mutex_lock(&system->lock);
  if (extras_if_any(actor) != NULL) {
    extras_if_any(actor)->overflows = false;
  }
  mutex_unlock(&system->lock);
  goes_on(actor);
}

// Room for a message that has none; one that nobody will take needs none, and
// one that never fits any more (the bounds have changed) gets it all the same.
static bool find_room(Actor *actor, Message *message) {
  Actor *target = table_at(actor->system, message->target);
  switch (mailbox_reserve(&target->mailbox, message->target,
                          message_bytes(message))) {
    case MAILBOX_OK:
      has_found_room(actor, message);
      break;
    case MAILBOX_CLOSED:
      break;
    case MAILBOX_FULL:
    case MAILBOX_DROPS:
      overflow(actor, message);
      return true;
    case MAILBOX_SLOWS:
      return false;
  }
  goes_on(actor);
  return true;
}

static bool has_room(const Message *message) {
  return (message->flags & MESSAGE_ROOMLESS) == 0;
}

OutboxState outbox_flush(Actor *actor) {
  Message *message;
  while ((message = actor->outbox.first) != NULL) {
    if (has_room(message) || find_room(actor, message)) {
      send_arrive(actor->system, take_first(actor));
      continue;
    }
    actor->was_slowed = true;
    switch (slowed_wait(actor, message)) {
      case SLOWED_WAITS:
        return OUTBOX_WAITS;
      case SLOWED_OVERFLOWS:
        overflow(actor, message);
        break;
      case SLOWED_RETRY:
        if (mailbox_peek_control(&actor->mailbox) != NULL) {
          return OUTBOX_URGENT;
        }
        break;
    }
  }
  return OUTBOX_EMPTY;
}

void outbox_force(Actor *actor) {
  Message *message;
  while ((message = actor->outbox.first) != NULL) {
    if (!has_room(message) && !find_room(actor, message)) {
      overflow(actor, message);
    }
    send_arrive(actor->system, take_first(actor));
  }
}

bool outbox_may_flush(Actor *actor) {
  Message *message = actor->outbox.first;
  Actor *target = table_at(actor->system, message->target);
  if (has_room(message) ||
      mailbox_look(&target->mailbox, message->target, message_bytes(message)) !=
          MAILBOX_SLOWS) {
    return true;
  }
  bool is_over = actor->ending || status_of(actor) == ACTOR_RESTARTING;
  if (is_over || slowed_wait(actor, message) == SLOWED_OVERFLOWS) {
    overflow(actor, message);
    return true;
  }
  actor->was_slowed = true;
  return false;
}

void outbox_flush_one(Actor *actor) {
  Message *message = actor->outbox.first;
  if (!has_room(message)) {
    ignore(find_room(actor, message));
  }
  send_arrive(actor->system, take_first(actor));
}
