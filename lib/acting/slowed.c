// slowed.c -- a list at each full mailbox, in order of arrival.
//
// Not to miss room: the actor enters the list, then says that room is wanted,
// then looks once more. Who makes room looks at the wish after it has made it.
// Between the two lies the mailbox's lock, so one of them sees the other.
#include "acting/slowed.h"

#include "acting/extras.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/wait_graph.h"
#include "base/writer.h"
#include "telling/mailbox_course.h"

enum { WAITS_FOR_ROOM = 1 };

static void enlist_locked(Extras *target, Actor *actor) {
  extras_if_any(actor)->next_slowed = NULL;
  if (target->slowed == NULL) {
    target->slowed = actor;
  } else {
    extras_if_any(target->last_slowed)->next_slowed = actor;
  }
  target->last_slowed = actor;
}

static void delist_locked(Extras *target, Actor *actor) {
  Actor *before = NULL;
  Actor **place = &target->slowed;
  while (*place != NULL && *place != actor) {
    before = *place;
    place = &extras_if_any(before)->next_slowed;
  }
  if (*place == NULL) {
    return;
  }
  *place = extras(actor)->next_slowed;
  if (target->last_slowed == actor) {
    target->last_slowed = before;
  }
  extras_if_any(actor)->next_slowed = NULL;
}

// Out of the list, and without an edge. False: it was in none.
static bool let_go_locked(Actor *actor) {
  Extras *own = extras_if_any(actor);
  if (own == NULL || own->slowed_on.bits == 0) {
    return false;
  }
  Extras *target = extras_if_any(table_at(actor->system, own->slowed_on));
  if (target != NULL) {  // else it has ended
    delist_locked(target, actor);
  }
  own->slowed_on = NOBODY;
  return true;
}

static void run_again_locked(Actor *actor) {
  System *system = actor->system;
  if (let_go_locked(actor) && !system->dispatcher->holds_outbox) {
    system->dispatcher->ready(system, actor);
  }
}

// One that has been told to stop may be what the other waits for: a supervisor
// ends it before it gives that one its next life.
static bool must_not_wait_locked(Actor *actor, Ref to) {
  char names[1];
  Writer ring = writer_over(names, sizeof names);
  Actor *slowed;
  return ref_equal(actor->ref, to) || extras(actor)->overflows ||
         !mailbox_is_open(&actor->mailbox, actor->ref) ||
         wait_closes_ring_locked(actor->system, actor, to, &ring, &slowed);
}

static bool has_room(Actor *target, Ref to, size_t bytes) {
  return mailbox_look(&target->mailbox, to, bytes) != MAILBOX_SLOWS;
}

// It is in the list: is there a reason not to be? True: it was taken out. By
// now another thread may have run it, to its end too.
static bool look_again(System *system, Actor *actor, Ref ref, Actor *target,
                       Ref to, size_t bytes) {
  mailbox_want(&target->mailbox);
  if (!has_room(target, to, bytes) &&
      mailbox_peek_control(&actor->mailbox) == NULL) {
    return false;
  }
  mutex_lock(&system->lock);
  bool ours = table_holds_locked(actor, ref) && let_go_locked(actor);
  mutex_unlock(&system->lock);
  return ours;
}

// False: it must not wait, there is nobody left to wait for, or no memory for
// it; nothing has changed.
static bool enter(Actor *actor, Actor *target, Ref to) {
  System *system = actor->system;
  mutex_lock(&system->lock);
  bool lives = table_holds_locked(target, to);
  Extras *own = lives ? extras_own(actor) : NULL;
  Extras *there = lives ? extras_own(target) : NULL;
  bool waits = own != NULL && there != NULL && !must_not_wait_locked(actor, to);
  if (waits) {
    own->slowed_on = to;
    enlist_locked(there, actor);
  }
  mutex_unlock(&system->lock);
  return waits;
}

SlowedOutcome slowed_wait(Actor *actor, const Message *message) {
  System *system = actor->system;
  Ref ref = actor->ref;
  Ref to = message->target;
  Actor *target = table_at(system, to);
  size_t bytes = message_bytes(message);
  if (system->dispatcher->holds_outbox &&
      ref_equal(extras(actor)->slowed_on, to) && !extras(actor)->overflows) {
    return SLOWED_WAITS;
  }
  trace(system, (Event){.kind = EVENT_BLOCKED,
                        .actor = actor->ref.bits,
                        .other = to.bits,
                        .number = WAITS_FOR_ROOM,
                        .text = message->info->name});
  if (!enter(actor, target, to)) {
    return SLOWED_OVERFLOWS;
  }
  if (system->dispatcher->holds_outbox) {
    return SLOWED_WAITS;
  }
  return look_again(system, actor, ref, target, to, bytes) ? SLOWED_RETRY
                                                           : SLOWED_WAITS;
}

void slowed_forget(Actor *actor) {
  mutex_lock(&actor->system->lock);
  ignore(let_go_locked(actor));
  Extras *own = extras_if_any(actor);
  if (own != NULL) {
    own->overflows = false;  // whatever ring there was, it waits in none
  }
  mutex_unlock(&actor->system->lock);
}

void slowed_wake_locked(Actor *target) {
  const Extras *there = extras(target);
  size_t room = mailbox_free_places(&target->mailbox);
  if (room == 0 && there->slowed != NULL) {
    mailbox_want(&target->mailbox);  // and looks once more
    room = mailbox_free_places(&target->mailbox);
  }
  for (; there->slowed != NULL && room > 0; room--) {
    run_again_locked(there->slowed);
  }
  if (there->slowed != NULL) {
    mailbox_want(&target->mailbox);  // those who run now use the room
  }
}

void slowed_interrupt_locked(Actor *actor) {
  run_again_locked(actor);
}

void slowed_interrupt(System *system, Ref ref) {
  Actor *actor = table_at(system, ref);
  mutex_lock(&system->lock);
  if (table_holds_locked(actor, ref)) {  // or the slot is another's already
    run_again_locked(actor);
  }
  mutex_unlock(&system->lock);
}
