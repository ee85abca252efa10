// slots.c -- free slots, those of the nursery first.
//
// A chunk, once made, stays where it is. Whoever finds a chunk's address must
// find its slots initialised: the address is stored with release and loaded
// with acquire. Free slots are used again latest first.
#include "acting/slots.h"

#include "acting/labels.h"
#include "acting/nursery.h"
#include "acting/table.h"
#include "base/mem.h"
#include "base/pool.h"

static bool add_chunk(System *system, u32 first) {
  Actor *chunk = mem_try_pages(CHUNK_SLOTS * sizeof *chunk);
  if (chunk == NULL) {
    return false;
  }
  for (u32 i = 0; i < CHUNK_SLOTS; i++) {
    mailbox_init(&chunk[i].mailbox);
    block_owner_init(&chunk[i].blocks);
    standing_init(&chunk[i].standing, table_generation(system));
  }
  // Release: the slots are initialised before they can be found. Pairs with
  // the acquire in table_at.
  atomic_store_explicit(&system->chunks[first / CHUNK_SLOTS], chunk,
                        memory_order_release);
  return true;
}

// ---- Free ones ----

// A slot that was never used, or NULL.
static Actor *fresh_locked(System *system, SpawnOutcome *why) {
  u32 slot = system->slots;
  if (slot == REF_SLOTS) {
    *why = SPAWN_NO_SLOT;
    return NULL;
  }
  if (slot % CHUNK_SLOTS == 0 && !add_chunk(system, slot)) {
    *why = SPAWN_NO_MEMORY;
    return NULL;
  }
  system->slots++;
  Actor *actor = table_at(system, ref_make(system->node, slot, 1));
  actor->system = system;
  actor->ref = ref_make(system->node, slot, 1);  // says which slot it is
  return actor;
}

static Actor *slot_locked(System *system, SpawnOutcome *why) {
  Actor *actor = nursery_pop(system->nurseries);
  return actor != NULL ? actor : fresh_locked(system, why);
}

// A worker's own is filled up with a batch.
static Actor *slot_here(System *system, Nursery *nursery, SpawnOutcome *why) {
  Actor *actor = nursery_pop(nursery);
  if (actor != NULL) {
    return actor;
  }
  mutex_lock(&system->lock);
  actor = slot_locked(system, why);
  Actor *more = actor;
  for (u32 i = 1; more != NULL && i < NURSERY_BATCH; i++) {
    SpawnOutcome ignored;
    more = slot_locked(system, &ignored);
    if (more != NULL) {
      nursery_push(nursery, more);
    }
  }
  mutex_unlock(&system->lock);
  pool_borrow(NURSERY_BATCH);
  return actor;
}

// Of the next generation; nobody looks at it from now on. `locked`: the lock is
// held.
static void renew(Actor *actor, bool locked) {
  if (locked) {
    standing_renew_locked(&actor->standing);
  } else if (!standing_renew(&actor->standing)) {
    mutex_lock(&actor->system->lock);
    standing_renew_locked(&actor->standing);
    mutex_unlock(&actor->system->lock);
  }
}

// False: out of memory, and the slot is as it was.
static bool dress(Actor *actor, Nursery *nursery, const char *text,
                  bool locked) {
  const char *label = label_take(actor->label, &nursery->label, text);
  if (label == NULL) {
    return false;
  }
  renew(actor, locked);
  actor->ref = ref_make(ref_node(actor->ref), ref_slot(actor->ref),
                        standing_generation(standing(&actor->standing)));
  actor->serial = nursery_serial(nursery);
  if (label != actor->label) {
    label_drop(actor->label);
    actor->label = label;
  }
  return true;
}

static Actor *take(System *system, Nursery *nursery, const char *label,
                   bool locked, SpawnOutcome *why) {
  // Relaxed: see the system.
  if (atomic_load_explicit(&system->stopping, memory_order_relaxed)) {
    *why = SPAWN_STOPPING;
    return NULL;
  }
  Actor *actor =
      locked ? slot_locked(system, why) : slot_here(system, nursery, why);
  if (actor != NULL && !dress(actor, nursery, label, locked)) {
    nursery_push(nursery, actor);
    *why = SPAWN_NO_MEMORY;
    return NULL;
  }
  return actor;
}

// ---- Taken and given back ----

Actor *slots_take(System *system, const char *label, SpawnOutcome *why) {
  Nursery *nursery = nursery_here(system);
  if (nursery != NULL) {
    return take(system, nursery, label, false, why);
  }
  mutex_lock(&system->lock);
  Actor *actor = take(system, system->nurseries, label, true, why);
  mutex_unlock(&system->lock);
  return actor;
}

static bool may_be_used_again(const Actor *actor) {  // else retired for good
  return standing_generation(standing(&actor->standing)) < REF_GENERATIONS - 1;
}

bool slots_recycle(Actor *actor) {
  Nursery *nursery = nursery_here(actor->system);
  if (nursery == NULL || !standing_move(&actor->standing, ACTOR_FREE)) {
    return false;
  }
  if (may_be_used_again(actor)) {
    nursery_push(nursery, actor);
  }
  return true;
}

void slots_recycle_locked(Actor *actor) {
  standing_move_locked(&actor->standing, ACTOR_FREE);
  if (may_be_used_again(actor)) {
    nursery_push(actor->system->nurseries, actor);
  }
}

void slots_give_up(Actor *actor) {
  System *system = actor->system;
  Nursery *here = nursery_here(system);
  mutex_lock(&system->lock);
  Nursery *nursery = here != NULL ? here : system->nurseries;
  if (nursery->label == actor->label) {
    label_drop(nursery->label);
    nursery->label = NULL;
  }
  label_drop(actor->label);
  actor->label = NULL;
  slots_recycle_locked(actor);
  mutex_unlock(&system->lock);
}
