// stash.c -- a list of the actor's own, which only its thread touches.
#include "acting/stash.h"

#include "acting/extras.h"
#include "acting/handling.h"
#include "acting/trace.h"
#include "base/check.h"

static Actor *inside(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

static u32 capacity_of(const Actor *self) {
  u32 capacity = extras(self)->stash_capacity;
  return capacity != 0 ? capacity : STASH_USUAL;
}

StashOutcome stash(void) {
  Actor *self = handling_actor();
  CHECK(!self->ending && "an actor that ends puts nothing aside");
  if (self->stashed >= capacity_of(self)) {
    return STASH_FULL;
  }
  Message *message = handling_let_go(self);
  trace_message(self->system, EVENT_STASHED, self->ref, message->sender,
                message, 0);
  lane_push(&self->stash, message);
  self->stashed++;
  return STASH_OK;
}

// Told before they are back: there a sender may let them fall.
static void put_back(Actor *self, size_t count) {
  MessageList list = {NULL, NULL};
  for (; count > 0; count--) {
    Message *oldest = lane_first(&self->stash);
    lane_remove(&self->stash, oldest);
    message_list_push(&list, oldest);
    self->stashed--;
  }
  u64 place = 0;
  for (const Message *message = list.first; message != NULL;
       message = message->next) {
    trace_message(self->system, EVENT_UNSTASHED, self->ref, message->sender,
                  message, place++);
  }
  mailbox_put_back(&self->mailbox, &list);
}

void unstash_all(void) {
  Actor *self = inside();
  put_back(self, self->stashed);
}

void unstash_one(void) {
  Actor *self = inside();
  put_back(self, self->stashed > 0);
}

size_t stash_length(void) {
  return inside()->stashed;
}
