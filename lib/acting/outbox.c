// outbox.c -- room for the first message, then for the next.
#include "acting/outbox.h"

#include "acting/extras.h"
#include "acting/outgoing.h"
#include "acting/send.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "acting/trace.h"

static void goes_on(Actor *actor) {
  Extras *own = extras_if_any(actor);
  if (own->was_slowed) {
    own->was_slowed = false;
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
    outgoing_has_found_room(actor, message);
    trace_message(system, EVENT_OVERFLOWED, message->target, actor->ref,
                  message, 0);
  }
  mutex_lock(&system->lock);
  extras_if_any(actor)->overflows = false;
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
      outgoing_has_found_room(actor, message);
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
  while ((message = outgoing_first(actor)) != NULL) {
    if (has_room(message) || find_room(actor, message)) {
      send_arrive(actor->system, outgoing_pop(actor));
      continue;
    }
    extras_if_any(actor)->was_slowed = true;
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
  while ((message = outgoing_first(actor)) != NULL) {
    if (!has_room(message) && !find_room(actor, message)) {
      overflow(actor, message);
    }
    send_arrive(actor->system, outgoing_pop(actor));
  }
}

bool outbox_may_flush(Actor *actor) {
  Message *message = outgoing_first(actor);
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
  extras_if_any(actor)->was_slowed = true;
  return false;
}

void outbox_flush_one(Actor *actor) {
  Message *message = outgoing_first(actor);
  if (!has_room(message)) {
    ignore(find_room(actor, message));
  }
  send_arrive(actor->system, outgoing_pop(actor));
}
