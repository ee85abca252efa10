// outgoing.c -- a lane, and how many in it have no room.
#include "acting/outgoing.h"

static bool is_roomless(const Message *message) {
  return (message->flags & MESSAGE_ROOMLESS) != 0;
}

void outgoing_push(Actor *actor, Message *message) {
  lane_push(&actor->outbox, message);
  if (is_roomless(message)) {
    extras_if_any(actor)->roomless++;
  }
}

void outgoing_insert(Actor *actor, Message *before, Message *message) {
  lane_insert(&actor->outbox, before, message);
}

Message *outgoing_pop(Actor *actor) {
  Message *message = lane_pop(&actor->outbox);
  if (message != NULL && is_roomless(message)) {
    extras_if_any(actor)->roomless--;
  }
  return message;
}

void outgoing_remove(Actor *actor, Message *message) {
  lane_remove(&actor->outbox, message);
  if (is_roomless(message)) {
    extras_if_any(actor)->roomless--;
  }
}

void outgoing_has_found_room(Actor *actor, Message *message) {
  message->flags &= (u16)~MESSAGE_ROOMLESS;
  extras_if_any(actor)->roomless--;
}
