// receiving.h -- what becomes of a message that was taken. Not for users.
#ifndef ACTING_RECEIVING_H
#define ACTING_RECEIVING_H

#include "acting/extras.h"
#include "acting/idle.h"

// Has the message handled, by the behaviour or by life.c, and frees it unless
// it went elsewhere. User code may leave by fail(). True: the actor has to end,
// for the reason it has noted. On the actor's thread.
bool receive(Actor *actor, Message *message);

// True if it brings nothing but its fields, is for this actor, and nobody looks
// on: then receive_plain will do, after which the actor may be over (life.h).
static inline bool is_plain_message(const Actor *actor,
                                    const Message *message) {
  return (message->flags & ~MESSAGE_OWNS) == 0 &&
         ref_equal(message->target, actor->ref) &&
         atomic_load_explicit(&actor->system->is_plain, memory_order_relaxed);
}
INLINE void receive_plain(Actor *actor, Message *message) {
  Activation *here = activation();
  actor->current = message;
  actor->robbed = false;
  here->brought_by = 0;
  u64 begun = turn_begins(&actor->turns, message->info);
  here->user_code = true;
  actor->type->run(actor->behaviour, actor->state, message_union(message));
  here->user_code = false;
  turn_ends_as_begun(&actor->turns, begun);
  message_free(actor->current);
  actor->current = NULL;
  if (extras(actor)->idle_brings != NULL) {
    idle_renew(actor);
  }
}

#endif
