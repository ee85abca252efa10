// ending.c -- what an end lets go of, in which order.
#include "acting/ending.h"

#include <string.h>

#include "acting/cells.h"
#include "acting/extras.h"
#include "acting/later.h"
#include "acting/leftovers.h"
#include "acting/lives.h"
#include "acting/nursery.h"
#include "acting/outbox.h"
#include "acting/outgoing.h"
#include "acting/quiet.h"
#include "acting/request_holds.h"
#include "acting/retries.h"
#include "acting/send.h"
#include "acting/slots.h"
#include "acting/slowed.h"
#include "acting/start_notice.h"
#include "acting/stash.h"
#include "acting/states.h"
#include "acting/table.h"
#include "acting/trace.h"

// Whom it raised, while it still knows them.
static void leave_children(Actor *actor) {
  if (keeper_of(actor) != NULL) {
    keeper_of(actor)->ended(actor);
    extras_if_any(actor)->keeper = NULL;
  }
}

static bool has_bonds(const Actor *actor) {
  return actor->bonds.chain != NULL;
}

static void free_owned(Actor *actor) {
  block_owner_clear(&actor->blocks);
  state_drop(actor);
}

// From here on the actor counts as ended for everybody, and nobody finds it by
// a name; only then can anybody hear of it.
static void disappear(Actor *actor, StopReason reason) {
  System *system = actor->system;
  if (extras_if_any(actor) == NULL && standing_end(&actor->standing, reason)) {
    return;
  }
  mutex_lock(&system->lock);
  standing_end_locked(&actor->standing, reason);
  request_let_go_locked(actor);
  bool named = extras(actor)->names != NULL;
  if (named) {
    system->naming->unname_locked(actor);
  }
  mutex_unlock(&system->lock);
  if (named) {
    system->naming->unnamed(actor);
  }
}

// What asked for news of the end after it: answered by the actor itself, so
// that the news comes after all else it sent. The system's lock is held, and
// not meanwhile.
static void answer_late_locked(Actor *actor) {
  System *system = actor->system;
  Message *message;
  while ((message = lane_first(&actor->kept)) != NULL) {
    lane_remove(&actor->kept, message);
    mutex_unlock(&system->lock);
    system->bonds->returned(system, actor, message);
    mutex_lock(&system->lock);
  }
}

// There is nothing to give back, and nobody has looked: then no lock is needed.
// One that has started keeps no START, and late news only where somebody has
// looked.
static bool bury_unseen(Actor *actor) {
  return actor->runs && extras_if_any(actor) == NULL && !outgoing_any(actor) &&
         slots_recycle(actor);
}

static void bury_locked(Actor *actor, StopReason reason) {
  System *system = actor->system;
  standing_move_locked(&actor->standing, ACTOR_BURIED);
  cells_fill(&system->start_waiters, actor->ref,
             reason == STOPPED_FAILED ? START_FAILED : START_STOPPED);
  cells_fill(&system->end_waiters, actor->ref, reason);
  if (!outgoing_any(actor)) {
    slots_recycle_locked(actor);
  }
}

static Lives *take_lives_locked(Actor *actor) {
  Lives *lives = lives_of(actor);
  if (lives != NULL) {
    extras_if_any(actor)->lives = NULL;
  }
  return lives;
}

// Its slot keeps the reason, and is another's as soon as the outbox is empty.
// The end is counted before anybody hears of it.
static void bury(Actor *actor, StopReason reason) {
  System *system = actor->system;
  Nursery *nursery = nursery_here(system);
  bool last = nursery != NULL && nursery_count_end(nursery);
  if (!bury_unseen(actor)) {
    mutex_lock(&system->lock);
    Message *start = start_notice_take(actor);
    if (nursery == NULL) {
      last = nursery_count_end(system->nurseries);
    }
    answer_late_locked(actor);
    Lives *lives = take_lives_locked(actor);
    Extras *own = outgoing_any(actor) ? NULL : extras_take_locked(actor);
    bury_locked(actor, reason);
    mutex_unlock(&system->lock);
    message_free(start);
    lives_free(system, lives);
    extras_free(own);
  }
  if (last) {
    quiet_check(system);
  }
}

// What still waits for room goes over the bounds: nobody waits for the dead.
// Under the stepper it does so in its own steps.
static void let_outbox_go(Actor *actor) {
  if (actor->system->dispatcher->holds_outbox) {
    slowed_forget(actor);
  } else {
    outbox_force(actor);
  }
}

// Most have a state and a mailbox, and nothing else.
static bool is_plain(const Actor *actor) {
  return !is_traced(actor->system) && extras_if_any(actor) == NULL &&
         !outgoing_any(actor) && !has_bonds(actor) &&
         lane_first(&actor->stash) == NULL && actor->blocks.first == NULL;
}

// The last steps of one that has nothing left to give back but its state.
static void end_plain(Actor *actor, StopReason reason) {
  state_drop(actor);
  activation()->actor = NULL;
  actor->system->dispatcher->gone(actor->system, actor);
  bury(actor, reason);
}

void ending_last(Actor *actor, StopReason reason) {
  System *system = actor->system;
  activation()->actor = actor;
  activation()->user_code = false;
  if (is_plain(actor) && standing_end(&actor->standing, reason)) {
    if (!leftovers_return(actor)) {
      end_plain(actor, reason);
      return;
    }
  } else {
    let_outbox_go(actor);
    leave_children(actor);
    disappear(actor, reason);
    retries_decide(actor, false);
    retries_end(actor);
    ignore(leftovers_return(actor));
  }
  if (!system->dispatcher->holds_outbox) {
    outbox_force(actor);  // what on_undelivered sent
  }
  later_end(actor);
  free_owned(actor);
  trace(system, (Event){.kind = EVENT_STOPPED,
                        .actor = actor->ref.bits,
                        .number = reason,
                        .text = StopReason_value_names[reason]});
  activation()->actor = NULL;
  system->dispatcher->gone(system, actor);
  if (has_bonds(actor)) {
    system->bonds->ended(actor, reason);
  }
  lives_say(actor, WORD_OVER, reason);
  bury(actor, reason);
}

void ending_life(Actor *actor, StopReason reason) {
  Activation *here = activation();
  here->actor = actor;
  here->user_code = false;
  let_outbox_go(actor);
  leave_children(actor);
  later_end(actor);
  block_owner_clear(&actor->blocks);
  memset(actor->state, 0, actor->type->state_size);
  retries_decide(actor, true);
  unstash_all();  // in front again, as they came
  here->actor = NULL;
  actor->behaviour = 0;
  Extras *own = extras_if_any(actor);
  if (own != NULL) {
    own->behaviours_aside = 0;
    own->machine = NULL;  // was a block
    own->idle = 0;
    own->idle_brings = NULL;
    own->starts_later = false;
  }
  actor->opens = false;
  actor->traps = 0;
  actor->exits = false;
  actor->ending = false;
  actor->runs = false;
  if (has_bonds(actor)) {
    actor->system->bonds->life_ended(actor, reason);
  }
  lives_say(actor, WORD_PAUSED, reason);
}
