// WRONG, fails what_it_keeps_is_its_own_and_the_rest_is_freed:
// what a behaviour has read and not taken is nobody's.
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
  }
  channel_drop_receiver(actor->mailbox, message_release);
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
