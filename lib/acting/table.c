// table.c -- chunks of slots, and the table of nodes.
#include "acting/table.h"

#include <stdlib.h>
#include <string.h>

#include "acting/extras.h"
#include "acting/nursery.h"
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

u32 table_generation(const System *system) {
  return table.nodes[system->node].generation;
}

void table_leave_node(System *system) {
  u32 most = table.nodes[system->node].generation;
  for (u32 slot = 0; slot < system->slots; slot++) {
    const Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    u32 generation = standing_generation(standing(&actor->standing));
    most = generation > most ? generation : most;
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
  if (system->chunks == NULL || !nurseries_init(system, system->workers)) {
    mem_free((void *)(uintptr_t)system->chunks);
    return false;
  }
  return true;
}

void table_release(System *system) {
  for (u32 i = 0; i * CHUNK_SLOTS < system->slots; i++) {
    // Relaxed: all threads that could have made a chunk have been joined.
    Actor *chunk =
        atomic_load_explicit(&system->chunks[i], memory_order_relaxed);
    for (u32 k = 0; k < CHUNK_SLOTS; k++) {
      mailbox_release(&chunk[k].mailbox);
      label_drop(chunk[k].label);
      extras_free(extras_take_locked(&chunk[k]));
    }
    mem_free_pages(chunk, CHUNK_SLOTS * sizeof *chunk);
  }
  nurseries_release(system);
  mem_free((void *)(uintptr_t)system->chunks);
}

static bool is_living_locked(Actor *actor) {
  return standing_look_at_any_locked(&actor->standing) &&
         standing_lives(standing(&actor->standing));
}

void table_label(System *system, Ref ref, char label[LABEL_SIZE]) {
  Actor *actor = table_at(system, ref);
  const char *name = "gone";
  mutex_lock(&system->lock);
  if (actor != NULL && table_holds_locked(actor, ref)) {
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
    if (is_living_locked(actor) && strlen(actor->label) == length &&
        strncmp(actor->label, name, length) == 0 &&
        (mark == NULL || slot == wanted)) {
      *found = actor->ref;
      matches++;
    }
  }
  mutex_unlock(&system->lock);
  return matches == 1;
}
