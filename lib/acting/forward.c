// forward.c -- one message changes its holder.
//
// The order matters: room first, because it can be refused; then the edge of
// the wait-for graph, because it may close a ring; then nothing can fail.
#include "acting/forward.h"

#include <string.h>

#include "acting/handling.h"
#include "acting/request_holds.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"

// Finds the target; a CHECK that it speaks the message's protocol. One that has
// ended speaks none, and is found so by the reservation.
static TellOutcome find(const Message *message, Ref to, System **system,
                        Actor **target) {
  TellOutcome why = send_find(to, system, target);
  if (why != TELL_OK) {
    return why;
  }
  const Protocol *spoken = message->info->protocol;  // by name: names.c
  mutex_lock(&(*system)->lock);
  if (table_holds_locked(*target, to)) {
    spoken = (*target)->type->protocol;
  }
  mutex_unlock(&(*system)->lock);
  CHECK(strcmp(spoken->name, message->info->protocol->name) == 0 &&
        "an actor of the same protocol");
  return TELL_OK;
}

static Message *let_go(Actor *self, Ref to) {
  Message *message = handling_let_go(self);
  message->target = to;
  return message;
}

// Its id stays: it is the same message.
static void leave(System *system, Actor *self, Message *message) {
  trace_message(system, EVENT_SENT, self->ref, message->target, message,
                message->flags & MESSAGE_ASK ? 1 : 0);
  send_stamped(system, self, message);
}

// Moves the edge of a held ask. False: that would close a ring, and the asker
// has been told.
static bool move_edge(Actor *self, Ref to) {
  System *system = self->system;
  RequestId request = answering(self);
  Ref waits;
  char ring[256];
  if (request == 0) {
    return true;
  }
  bool moved = request_move(system, request, to, &waits, ring, sizeof ring);
  if (!ref_equal(waits, NOBODY)) {
    trace(system, (Event){.kind = EVENT_BLOCKED,
                          .actor = waits.bits,
                          .other = to.bits,
                          .request = request,
                          .name = self->current->info->name,
                          .text = moved ? NULL : ring});
  }
  if (!moved) {
    self->answers = false;
    ignore(request_complete(system, request, ASK_DEADLOCK, self, NULL));
  }
  return moved;
}

TellOutcome actor_forward(Ref to) {
  Actor *self = handling_actor();
  System *system;
  Actor *target;
  TellOutcome why = find(self->current, to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  size_t bytes = message_bytes(self->current);
  u16 waits = 0;
  why = send_reserve(system, target, to, bytes, &waits);
  if (why == TELL_DROPPED) {
    send_undeliverable(system, self, let_go(self, to), why);
  }
  if (why != TELL_OK) {
    return why;
  }
  if (move_edge(self, to)) {
    Message *message = let_go(self, to);
    message->flags |= waits;
    leave(system, self, message);
  } else {
    Message *message = let_go(self, to);
    message->flags |= waits;
    send_unreserve(system, message);
    message_free(message);
  }
  return TELL_OK;
}

TellOutcome actor_copy_to(Ref to) {
  Actor *self = handling_actor();
  System *system;
  Actor *target;
  TellOutcome why = find(self->current, to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  Message *copy = message_copy(self->current);
  if (copy == NULL) {
    return TELL_NO_MEMORY;
  }
  copy->target = to;
  message_set_flags(copy, 0);
  why = send_reserve(system, target, to, message_bytes(copy), &copy->flags);
  if (why == TELL_OK) {
    send_leave(system, self, copy);
  } else if (why == TELL_DROPPED) {
    send_stamp(system, self, copy);
    send_undeliverable(system, NULL, copy, why);
  } else {
    message_free(copy);
  }
  return why;
}

void actor_return(TellOutcome why) {
  Actor *self = handling_actor();
  bool asks = self->answers;
  Message *message = let_go(self, self->ref);
  send_undeliverable(self->system, self, message,
                     asks && why == TELL_FULL ? TELL_DROPPED : why);
}
