// names.c -- one table a system, by a hash of the name; System.lock guards it.
//
// Each entry is in a chain of the table and in the list of its actor. An entry
// in the table belongs to an actor that has not ended: the end takes it out
// under the same lock under which the actor becomes an ended one.
#include "surviving/names.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"

enum { FIRST_ROOM = 64 };

typedef struct Name {
  struct Name *next;           // in the chain
  struct Name *next_of_actor;  // in Actor.names
  Ref ref;
  u64 hash;
  char text[NAME_LIMIT + 1];
} Name;

typedef struct Registry {
  Name **chains;
  u32 room;  // a power of two
  u32 count;
} Registry;

// FNV-1a.
static u64 hash_of(const char *name) {
  u64 hash = 0xcbf29ce484222325u;
  for (; *name != '\0'; name++) {
    hash = (hash ^ (u8)*name) * 0x100000001b3u;
  }
  return hash;
}

static void check_name(const char *name) {
  CHECK(name != NULL && name[0] != '\0' && strlen(name) <= NAME_LIMIT &&
        "a name has 1 to NAME_LIMIT bytes");
}

// Lets others run just before the names are looked at.
static void look(System *system, u64 hash) {
  if (system->dispatcher->point != NULL) {
    system->dispatcher->point(system, POINT_NAME, hash);
  }
}

static void tell(System *system, EventKind kind, const Name *entry) {
  trace(system,
        (Event){.kind = kind, .actor = entry->ref.bits, .name = entry->text});
}

// ---- The table ----

// Where the entry stands, or the end of its chain.
static Name **place_locked(const Registry *registry, u64 hash,
                           const char *name) {
  Name **place = &registry->chains[hash & (registry->room - 1)];
  while (*place != NULL &&
         ((*place)->hash != hash || strcmp((*place)->text, name) != 0)) {
    place = &(*place)->next;
  }
  return place;
}

static Name *find_locked(const System *system, u64 hash, const char *name) {
  const Registry *registry = system->registry;
  return registry == NULL ? NULL : *place_locked(registry, hash, name);
}

static bool resize_locked(Registry *registry, u32 room) {
  Name **chains = mem_try_array(room, sizeof *chains);
  if (chains == NULL) {
    return false;
  }
  for (u32 i = 0; i < registry->room; i++) {
    Name *next = registry->chains[i];
    while (next != NULL) {
      Name *entry = next;
      next = entry->next;
      entry->next = chains[entry->hash & (room - 1)];
      chains[entry->hash & (room - 1)] = entry;
    }
  }
  mem_free(registry->chains);
  registry->chains = chains;
  registry->room = room;
  return true;
}

static void leave_chain_locked(Registry *registry, const Name *entry) {
  Name **place = place_locked(registry, entry->hash, entry->text);
  *place = entry->next;
  registry->count--;
}

// ---- The actor's end, and the system's ----

static void unname_locked(Actor *actor) {
  for (Name *entry = extras(actor)->names; entry != NULL;
       entry = entry->next_of_actor) {
    leave_chain_locked(actor->system->registry, entry);
  }
}

// Nobody else looks at the names of an actor that has ended.
static void unnamed(Actor *actor) {
  Extras *own = extras_if_any(actor);
  Name *entry = own->names;
  own->names = NULL;
  while (entry != NULL) {
    Name *next = entry->next_of_actor;
    tell(actor->system, EVENT_UNNAMED, entry);
    mem_free(entry);
    entry = next;
  }
}

static void release(System *system) {
  CHECK(system->registry->count == 0);
  mem_free(system->registry->chains);
  mem_free(system->registry);
  system->registry = NULL;
}

static const NameHooks hooks = {
    .unname_locked = unname_locked, .unnamed = unnamed, .release = release};

// ---- Naming ----

static bool make_room_locked(System *system) {
  Registry *registry = system->registry;
  if (registry != NULL) {
    // Without memory to grow the chains become longer.
    if (registry->count >= registry->room) {
      ignore(resize_locked(registry, registry->room * 2));
    }
    return true;
  }
  registry = mem_try(sizeof *registry);
  if (registry == NULL || !resize_locked(registry, FIRST_ROOM)) {
    mem_free(registry);
    return false;
  }
  system->naming = &hooks;
  system->registry = registry;
  return true;
}

static bool is_alive_locked(Actor *actor, Ref ref) {
  return ref_slot(ref) > WATCHER_SLOT && table_lives_locked(actor, ref);
}

static NameOutcome enter_locked(System *system, Actor *actor, Name *entry) {
  if (!is_alive_locked(actor, entry->ref)) {
    return NAME_STOPPED;
  }
  if (find_locked(system, entry->hash, entry->text) != NULL) {
    return NAME_TAKEN;
  }
  Extras *own = extras_own(actor);
  if (own == NULL || !make_room_locked(system)) {
    return NAME_NO_MEMORY;
  }
  Registry *registry = system->registry;
  Name **chain = &registry->chains[entry->hash & (registry->room - 1)];
  entry->next = *chain;
  *chain = entry;
  registry->count++;
  entry->next_of_actor = own->names;
  own->names = entry;
  return NAME_OK;
}

NameOutcome names_register(Ref ref, const char *name) {
  check_name(name);
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return NAME_STOPPED;
  }
  Name *entry = mem_try(sizeof *entry);
  if (entry == NULL) {
    return NAME_NO_MEMORY;
  }
  entry->ref = ref;
  entry->hash = hash_of(name);
  memcpy(entry->text, name, strlen(name) + 1);
  Name told = *entry;  // by then the actor may have ended, and freed its own
  look(system, entry->hash);
  mutex_lock(&system->lock);
  NameOutcome outcome = enter_locked(system, actor, entry);
  mutex_unlock(&system->lock);
  if (outcome != NAME_OK) {
    mem_free(entry);
  } else {
    tell(system, EVENT_NAMED, &told);
  }
  return outcome;
}

static void leave_actor_locked(Actor *actor, const Name *entry) {
  struct Name **place = &extras_if_any(actor)->names;
  while (*place != entry) {
    place = &(*place)->next_of_actor;
  }
  *place = entry->next_of_actor;
}

bool names_unregister(Ref ref, const char *name) {
  check_name(name);
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return false;
  }
  u64 hash = hash_of(name);
  look(system, hash);
  mutex_lock(&system->lock);
  Name *entry = find_locked(system, hash, name);
  bool has = entry != NULL && ref_equal(entry->ref, ref);
  if (has) {
    leave_chain_locked(system->registry, entry);
    leave_actor_locked(actor, entry);
  }
  mutex_unlock(&system->lock);
  if (has) {
    tell(system, EVENT_UNNAMED, entry);
    mem_free(entry);
  }
  return has;
}

// By name: every file that includes a declaration has a protocol of its own.
static bool understands(const Actor *actor, const Protocol *protocol) {
  return protocol == NULL ||
         strcmp(actor->type->protocol->name, protocol->name) == 0;
}

Ref names_whereis(System *system, const char *name, const Protocol *protocol) {
  check_name(name);
  table_check(system);
  u64 hash = hash_of(name);
  look(system, hash);
  mutex_lock(&system->lock);
  const Name *entry = find_locked(system, hash, name);
  Ref found = NOBODY;
  if (entry != NULL && understands(table_at(system, entry->ref), protocol)) {
    found = entry->ref;
  }
  mutex_unlock(&system->lock);
  return found;
}
