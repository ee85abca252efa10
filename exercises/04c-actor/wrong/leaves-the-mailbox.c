// WRONG, fails what_nobody_takes_is_freed:
// the mailbox is dropped as if messages owned nothing.
// or fails without_a_next_behaviour_it_ends
#include "actor.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

struct Actor {
  Channel *mailbox;
  Behaviour *first;
  void *state;
  Thread thread;
};

void become(Self *self, Behaviour *next) {
  self->behaviour = next;
}

static void message_release(void *item) {
  Message *message = item;
  mem_free(message->text);
}

static void actor_main(void *argument) {
  Actor *actor = argument;
  Self self = {.behaviour = actor->first, .state = actor->state};
  Message message;
  while (self.behaviour != NULL &&
         channel_recv(actor->mailbox, &message, NEVER) == CHANNEL_OK) {
    self.behaviour(&self, &message);
    message_release(&message);
  }
  channel_drop_receiver(actor->mailbox, NULL);
}

Actor *actor_spawn(const char *name, Behaviour *first, void *state) {
  Actor *actor = mem_new(Actor);
  actor->first = first;
  actor->state = state;
  actor->mailbox = channel_new(sizeof(Message), ACTOR_ROOM);
  CHECK(actor->mailbox != NULL);
  CHECK(thread_start(&actor->thread, name, actor_main, actor));
  return actor;
}

ChannelOutcome actor_tell(Actor *actor, Message *message) {
  return channel_send(actor->mailbox, message, NEVER);
}

void actor_stop(Actor *actor) {
  channel_drop_sender(actor->mailbox);
  thread_join(&actor->thread);
  mem_free(actor);
}
