// 04c-actor, the start. Fails first: what_it_is_told_it_handles_in_order
//
// An actor that has no thread and no mailbox, and refuses all it is told. All
// of it is yours.
#include "actor.h"

#include "base/mem.h"

// Yours: what others have of an actor.
struct Actor {
  Behaviour *first;
};

Actor *actor_spawn(const char *name, Behaviour *first, void *state) {
  (void)name;
  (void)state;
  Actor *actor = mem_new(Actor);
  actor->first = first;
  return actor;
}

ChannelOutcome actor_tell(Actor *actor, Message *message) {
  (void)actor;
  (void)message;
  return CHANNEL_CLOSED;
}

void become(Self *self, Behaviour *next) {
  (void)self;
  (void)next;
}

void actor_stop(Actor *actor) {
  mem_free(actor);
}
