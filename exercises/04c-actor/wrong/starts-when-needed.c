// WRONG, fails in_any_order_each_letter_is_freed_once:
// the thread is started by who tells first, who looks at a flag and then sets
// it: two who come at once start two, and the actor does two things at a time.
// Not by luck: passes many_may_tell_at_once
#include "actor.h"

#include <stdatomic.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

struct Actor {
  Channel *mailbox;
  Behaviour *first;
  void *state;
  atomic_bool started;
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
  channel_drop_receiver(actor->mailbox, message_release);
}

Actor *actor_spawn(const char *name, Behaviour *first, void *state) {
  Actor *actor = mem_new(Actor);
  actor->first = first;
  actor->state = state;
  actor->mailbox = channel_new(sizeof(Message), ACTOR_ROOM);
  CHECK(actor->mailbox != NULL);
  (void)name;
  return actor;
}

static void start(Actor *actor) {
  if (actor->started) return;
  actor->started = true;
  CHECK(thread_start(&actor->thread, "actor", actor_main, actor));
}

ChannelOutcome actor_tell(Actor *actor, Message *message) {
  start(actor);
  return channel_send(actor->mailbox, message, NEVER);
}

void actor_stop(Actor *actor) {
  start(actor);
  channel_drop_sender(actor->mailbox);
  thread_join(&actor->thread);
  mem_free(actor);
}
