// table.c -- chunks of slots, a list of free ones, and the table of nodes.
//
// A chunk, once made, stays where it is. Whoever finds a chunk's address must
// find its slots initialised: the address is stored with release and loaded
// with acquire. Free slots are used again latest first.
#include "acting/table.h"

#include <stdlib.h>
#include <string.h>

#include "acting/extras.h"
#include "acting/labels.h"
#include "base/check.h"
#include "base/mem.h"

enum { CHUNKS = REF_SLOTS / CHUNK_SLOTS };

typedef struct Node {
  // The first generation its slots may have: above all that were used by
  // systems that had this node before. Protected by the lock.
  u32 generation;
  u64 timer_serial;  // the same for timers
} Node;

static struct {
  pthread_mutex_t lock;
  u32 last;          // node given last
  _Atomic u32 most;  // the highest that was ever given; release in enter,
                     // acquire in check: the nodes below can be looked at
  Node nodes[REF_NODES];
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

_Atomic(System *) table_systems[REF_NODES];

void table_check(const System *system) {
  u32 most = atomic_load_explicit(&table.most, memory_order_acquire);
  bool found = false;
  for (u32 node = 1; node <= most && !found; node++) {
    // Relaxed: only the address counts, and whoever has the system has seen it
    // start.
    found = system != NULL &&
            atomic_load_explicit(&table_systems[node], memory_order_relaxed) ==
                system;
  }
  CHECK(found && "a system that has not been stopped");
}

u32 table_enter_node(System *system) {
  u32 found = 0;
  CHECK(pthread_mutex_lock(&table.lock) == 0);
  for (u32 i = 0; found == 0 && i < REF_NODES - 1; i++) {
    u32 node = (table.last + i) % (REF_NODES - 1) + 1;
    Node *entry = &table.nodes[node];
    // Relaxed: written only under the lock that is held here.
    if (atomic_load_explicit(&table_systems[node], memory_order_relaxed) ==
            NULL &&
        entry->generation < REF_GENERATIONS / 2) {
      found = node;
    }
  }
  if (found != 0) {
    table.last = found;
    system->node = found;
    system->timer_serial = table.nodes[found].timer_serial;
    // Release: the system's fields are written before it can be found.
    atomic_store_explicit(&table_systems[found], system, memory_order_release);
    // Relaxed: changed only under the lock that is held here.
    if (found > atomic_load_explicit(&table.most, memory_order_relaxed)) {
      atomic_store_explicit(&table.most, found, memory_order_release);
    }
  }
  CHECK(pthread_mutex_unlock(&table.lock) == 0);
  return found;
}

void table_leave_node(System *system) {
  u32 most = table.nodes[system->node].generation;
  for (u32 slot = 0; slot < system->slots; slot++) {
    const Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    most = actor->generation > most ? actor->generation : most;
  }
  CHECK(pthread_mutex_lock(&table.lock) == 0);
  Node *entry = &table.nodes[system->node];
  entry->generation = most;
  entry->timer_serial = system->timer_serial;
  // Release: pairs with the acquire in table_system; whoever finds another
  // system here later finds it whole.
  atomic_store_explicit(&table_systems[system->node], NULL,
                        memory_order_release);
  CHECK(pthread_mutex_unlock(&table.lock) == 0);
}

bool table_init(System *system) {
  system->chunks = mem_try(CHUNKS * sizeof *system->chunks);
  return system->chunks != NULL;
}

void table_release(System *system) {
  for (u32 i = 0; i * CHUNK_SLOTS < system->slots; i++) {
    // Relaxed: all threads that could have made a chunk have been joined.
    Actor *chunk =
        atomic_load_explicit(&system->chunks[i], memory_order_relaxed);
    for (u32 k = 0; k < CHUNK_SLOTS; k++) {
      mailbox_release(&chunk[k].mailbox);
      label_drop_locked(system, chunk[k].label);
      extras_free(extras_take_locked(&chunk[k]));
    }
    mem_free(chunk);
  }
  mem_free((void *)(uintptr_t)system->chunks);
}

static bool add_chunk(System *system, u32 first) {
  Actor *chunk = mem_try_array(CHUNK_SLOTS, sizeof *chunk);
  if (chunk == NULL) {
    return false;
  }
  for (u32 i = 0; i < CHUNK_SLOTS; i++) {
    mailbox_init(&chunk[i].mailbox);
    block_owner_init(&chunk[i].blocks);
    chunk[i].generation = table.nodes[system->node].generation;
  }
  // Release: the slots are initialised before they can be found. Pairs with
  // the acquire in table_at.
  atomic_store_explicit(&system->chunks[first / CHUNK_SLOTS], chunk,
                        memory_order_release);
  return true;
}

Actor *table_take(System *system, const char *label, SpawnOutcome *why) {
  mutex_lock(&system->lock);
  label = label_take_locked(system, label);
  Actor *actor = system->free_slots;
  u32 slot = system->slots;
  if (system->stopping) {
    actor = NULL;
    *why = SPAWN_STOPPING;
  } else if (label == NULL) {
    actor = NULL;
    *why = SPAWN_NO_MEMORY;
  } else if (actor != NULL) {
    system->free_slots = actor->run_next;
    slot = ref_slot(actor->ref);
  } else if (slot == REF_SLOTS) {
    *why = SPAWN_NO_SLOT;
  } else if (slot % CHUNK_SLOTS == 0 && !add_chunk(system, slot)) {
    *why = SPAWN_NO_MEMORY;
  } else {
    actor = table_at(system, ref_make(system->node, slot, 1));
    system->slots++;
  }
  if (actor != NULL) {
    actor->generation++;
    actor->ref = ref_make(system->node, slot, actor->generation);
    actor->status = ACTOR_PREPARED;
    label_drop_locked(system, actor->label);
    actor->label = label;
  } else {
    label_drop_locked(system, label);
  }
  mutex_unlock(&system->lock);
  return actor;
}

void table_recycle_locked(Actor *actor) {
  System *system = actor->system;
  actor->status = ACTOR_FREE;
  if (actor->generation < REF_GENERATIONS - 1) {  // else retired for good
    actor->run_next = system->free_slots;
    system->free_slots = actor;
  }
}

static bool is_living(const Actor *actor) {
  return actor->status != ACTOR_FREE && actor->status != ACTOR_ENDED;
}

void table_label(System *system, Ref ref, char label[LABEL_SIZE]) {
  Actor *actor = table_at(system, ref);
  const char *name = "gone";
  mutex_lock(&system->lock);
  if (actor != NULL && ref_equal(actor->ref, ref)) {
    name = actor->label;
  }
  size_t length = strlen(name);
  memcpy(label, name, length + 1);
  mutex_unlock(&system->lock);
}

bool table_find(System *system, const char *name, Ref *found) {
  const char *mark = strrchr(name, '#');
  size_t length = mark != NULL ? (size_t)(mark - name) : strlen(name);
  u32 wanted = mark != NULL ? (u32)strtoul(mark + 1, NULL, 10) : REF_SLOTS;
  size_t matches = 0;
  mutex_lock(&system->lock);
  for (u32 slot = 0; slot < system->slots; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    if (is_living(actor) && strlen(actor->label) == length &&
        strncmp(actor->label, name, length) == 0 &&
        (mark == NULL || slot == wanted)) {
      *found = actor->ref;
      matches++;
    }
  }
  mutex_unlock(&system->lock);
  return matches == 1;
}
