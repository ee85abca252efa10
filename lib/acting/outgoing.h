// outgoing.h -- the list behind outbox.h: what an actor has sent and what has
// not left yet, in order. Not for users.
//
// Who has a message wait for room sees to the actor's extras, where those are
// counted (send_reserve). Only the thread that runs the actor.
#ifndef ACTING_OUTGOING_H
#define ACTING_OUTGOING_H

#include "acting/extras.h"

static inline bool outgoing_any(const Actor *actor) {
  return actor->outbox.last != NULL;
}

// The first message, or NULL.
static inline Message *outgoing_first(const Actor *actor) {
  return lane_first(&actor->outbox);
}

// How many of them have no room yet (MESSAGE_ROOMLESS).
static inline u32 outgoing_roomless(const Actor *actor) {
  return extras(actor)->roomless;
}

// Behind all.
void outgoing_push(Actor *actor, Message *message);

// Puts one that has room behind another; NULL: in front.
void outgoing_insert(Actor *actor, Message *before, Message *message);

// Takes the first out, or NULL; or one that is there.
Message *outgoing_pop(Actor *actor);
void outgoing_remove(Actor *actor, Message *message);

// A message that is there has found room.
void outgoing_has_found_room(Actor *actor, Message *message);

#endif
