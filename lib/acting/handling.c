// handling.c -- `current` is none from then on, and so the handler's end leaves
// the message and its request alone.
#include "acting/handling.h"

#include "base/check.h"

Actor *handling_actor(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && self->current != NULL &&
        "a message being handled, not handed on or put aside before");
  return self;
}

Message *handling_let_go(Actor *self) {
  Message *message = self->current;
  bool asks = self->answers;
  self->current = NULL;
  self->answers = false;
  message_set_flags(message, asks ? MESSAGE_ASK : 0);
  if (!asks) {
    message_set_request(message, 0);
  }
  return message;
}
