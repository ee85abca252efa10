// counting.c -- read from where they are kept: the actor and its mailbox.
#include "acting/counting.h"

#include "acting/extras.h"
#include "acting/send.h"
#include "acting/table.h"

bool actor_counts(Ref ref, ActorCounts *counts) {
  System *system;
  Actor *actor;
  *counts = (ActorCounts){.handled = 0};
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return false;
  }
  mutex_lock(&system->lock);
  bool lives = table_lives_locked(actor, ref);
  if (lives) {
    MailboxLoad load = mailbox_load(&actor->mailbox, ref);
    *counts = (ActorCounts){.handled = turns_done(&actor->turns),
                            .queued = load.length,
                            .high_water = load.high_water,
                            .busy_ns = atomic_load_explicit(
                                &extras(actor)->busy_ns, memory_order_relaxed)};
  }
  mutex_unlock(&system->lock);
  return lives;
}
