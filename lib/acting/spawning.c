// spawning.c -- a slot, all that the actor needs until its end, an open
// mailbox.
#include "acting/spawning.h"

#include "acting/control_messages.h"
#include "acting/extras.h"
#include "acting/lives.h"
#include "acting/nursery.h"
#include "acting/outgoing.h"
#include "acting/relief.h"
#include "acting/send.h"
#include "acting/slots.h"
#include "acting/start_notice.h"
#include "acting/states.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

static bool get_start(Actor *actor) {
  Message *start = message_new(&control_messages[CONTROL_START],
                               MESSAGE_CONTROL, actor->ref);
  if (start != NULL) {
    start_notice_keep(actor, start);
  }
  return start != NULL;
}

static bool needs_extras(const System *system, const SpawnOptions *options) {
  return options->stash != 0 || system->measures;
}

static bool get_extras(Actor *actor, const SpawnOptions *options) {
  Extras *own = extras_own(actor);
  if (own != NULL) {
    own->stash_capacity =
        options->stash < UINT32_MAX ? (u32)options->stash : UINT32_MAX;
  }
  return own != NULL;
}

// Everything the actor will need until its end. False: out of memory; what was
// made is freed by the caller.
static bool furnish(Actor *actor, const ActorType *type,
                    const SpawnOptions *options, const void *state) {
  const Shape *shape = type->state();
  if ((!actor->unstarted && !get_start(actor)) || !state_take(actor) ||
      !fields_copy(shape, actor->state, state)) {
    return false;
  }
  fields_hang(shape, actor->state, &actor->blocks);
  if (needs_extras(actor->system, options) && !get_extras(actor, options)) {
    return false;
  }
  MailboxBounds bounds = {options->capacity, options->capacity_bytes,
                          options->policy};
  u32 generation = ref_generation(actor->ref);
  return mailbox_open(&actor->mailbox, generation, bounds);
}

// Who still had a reference to the slot's last one may have sent to that.
static void return_mail(Actor *actor) {
  Message *message;
  while ((message = mailbox_pop(&actor->mailbox, false)) != NULL) {
    send_undeliverable(actor->system, NULL, message, TELL_STOPPED);
  }
}

static void unfurnish(Actor *actor) {
  if (mailbox_close(&actor->mailbox)) {
    return_mail(actor);
  }
  lives_free(actor->system, lives_of(actor));
  block_owner_clear(&actor->blocks);
  state_drop(actor);
  message_free(start_notice_take(actor));
  extras_free(extras_take_locked(actor));  // nobody knows it
  slots_give_up(actor);
}

static void fill_in(Actor *actor, const ActorType *type,
                    const SpawnOptions *options) {
  actor->type = type;
  actor->blocking = options->blocking;
  actor->behaviour = 0;
  actor->current = NULL;
  actor->answers = false;
  actor->is_held = false;
  actor->opens = false;
  actor->runs = false;
  actor->exits = false;
  actor->told = 0;
  actor->ending = false;
  actor->traps = 0;
  actor->stashed = 0;
  atomic_store_explicit(&actor->sequence, 0, memory_order_relaxed);
  turns_reset(&actor->turns);
}

// The notice of a prepared actor, which is starting from now on; NULL for any
// other.
static Message *take_start_locked(Actor *actor, Ref ref) {
  if (!table_holds_locked(actor, ref) || status_of(actor) != ACTOR_PREPARED ||
      lives_of(actor) != NULL) {
    return NULL;
  }
  Message *notice = start_notice_take(actor);
  standing_move_locked(&actor->standing, ACTOR_STARTING);
  return notice;
}

// From now on it can be found. Gives the notice, if it is to start by that.
static Message *enlist(Actor *actor, bool starts) {
  System *system = actor->system;
  Nursery *nursery = nursery_here(system);
  if (nursery == NULL) {
    mutex_lock(&system->lock);
    nursery_count_spawn(system->nurseries);
    mutex_unlock(&system->lock);
  } else {
    nursery_count_spawn(nursery);
  }
  Message *notice = starts ? start_notice_take(actor) : NULL;
  standing_bear(&actor->standing, starts ? ACTOR_STARTING : ACTOR_PREPARED);
  return notice;
}

// A reference that names nobody and says why: node 0, the outcome as slot.
static Ref refused(SpawnOutcome outcome) {
  return ref_make(0, outcome, 0);
}

SpawnOutcome spawn_outcome(Ref ref) {
  if (ref_node(ref) != 0) {
    return SPAWN_OK;
  }
  return ref.bits == 0 ? SPAWN_NO_MEMORY : (SpawnOutcome)ref_slot(ref);
}

// What is sent now arrives before this returns, and so before anybody else can
// know the actor that is being made.
static bool sends_at_once(System *system) {
  return !system->dispatcher->holds_outbox && !outgoing_any(sender_in(system));
}

// The promise to run it was made when its mailbox was opened, so that nobody
// had it run before it was born: who knew the slot's last one may have sent to
// that.
static void rest(Actor *actor) {
  if (!mailbox_rest(&actor->mailbox, false)) {
    actor->system->dispatcher->ready(actor->system, actor);
  }
}

// Its mailbox is open; nothing is handled before the start: either it has been
// promised to run and starts by itself, or START is the first to arrive, or the
// mailbox is paused.
static Ref open_up(Actor *actor, const SpawnOptions *options, Ref parent,
                   bool starts) {
  System *system = actor->system;
  Ref ref = actor->ref;
  if (!starts || !sends_at_once(system)) {
    mailbox_pause(&actor->mailbox, false);
  }
  block_hang(options->owned, &actor->blocks);
  bool runs = actor->unstarted;
  Message *notice = enlist(actor, starts);
  trace_spawned(system, actor, parent);
  if (runs) {
    system->dispatcher->ready(system, actor);
    return ref;
  }
  rest(actor);
  if (notice != NULL) {
    send_leave(system, sender_in(system), notice);
  }
  return ref;
}

static Ref raise_one(System *system, const ActorType *type,
                     const SpawnOptions *options, const void *state,
                     const LifeTerms *terms, bool starts) {
  CHECK(type != NULL && type->run != NULL && "a type with a behaviour");
  if (nursery_here(system) == NULL) {  // else it lives
    table_check(system);
  }
  SpawnOutcome why;
  Actor *actor = slots_take(
      system, options->label != NULL ? options->label : type->name, &why);
  if (actor == NULL) {
    return refused(why);
  }
  fill_in(actor, type, options);
  actor->unstarted = starts && !is_traced(system) && sends_at_once(system);
  bool furnished = furnish(actor, type, options, state) &&
                   (terms == NULL || lives_furnish(actor, terms, state));
  why = furnished ? system->dispatcher->born(system, actor) : SPAWN_NO_MEMORY;
  if (why != SPAWN_OK) {
    unfurnish(actor);
    return refused(why);
  }
  Ref parent = terms != NULL ? terms->supervisor : sender_in(system)->ref;
  return open_up(actor, options, parent, starts);
}

Ref actor_prepare(System *system, const ActorType *type,
                  const SpawnOptions *options, const void *state) {
  return raise_one(system, type, options, state, NULL, false);
}

Ref spawning_raise(System *system, const ActorType *type,
                   const SpawnOptions *options, const void *state,
                   const LifeTerms *terms) {
  return raise_one(system, type, options, state, terms, false);
}

Ref actor_spawn(System *system, const ActorType *type,
                const SpawnOptions *options, const void *state) {
  relieve_if_short(NULL);
  return raise_one(system, type, options, state, NULL, true);
}

void actor_start(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return;
  }
  mutex_lock(&system->lock);
  Message *notice = take_start_locked(actor, ref);
  mutex_unlock(&system->lock);
  if (notice != NULL) {
    send_leave(system, sender_in(system), notice);
  }
}
