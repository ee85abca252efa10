// table.h -- slots: where actors live, found by reference. Not for users.
//
// A slot's memory is never returned while its system lives, so that a stale
// reference finds a slot of another generation, and never a hole.
#ifndef ACTING_TABLE_H
#define ACTING_TABLE_H

#include "acting/runtime.h"

// By node; released by table_enter_node and table_leave_node.
extern _Atomic(System *) table_systems[REF_NODES];

// The system a reference belongs to, or NULL. Any thread.
static inline System *table_system(Ref ref) {
  return atomic_load_explicit(&table_systems[ref_node(ref)],
                              memory_order_acquire);
}

// A CHECK that this is a system that has not been stopped: nothing is read from
// one that has. Any thread.
void table_check(const System *system);

// Enters the system in the table of nodes; 0: all 255 are taken.
MUST_USE u32 table_enter_node(System *system);
void table_leave_node(System *system);

// The last generation that a slot of this node had before this system.
u32 table_generation(const System *system);

// False: out of memory.
MUST_USE bool table_init(System *system);
void table_release(System *system);

// Is the actor's slot the reference's still? Then what the system's lock
// protects, which is held, stays until it is released.
static inline bool table_holds_locked(Actor *actor, Ref ref) {
  return standing_look_locked(&actor->standing, ref_generation(ref));
}

// The same, and it has not ended.
static inline bool table_lives_locked(Actor *actor, Ref ref) {
  return table_holds_locked(actor, ref) &&
         standing_lives(standing(&actor->standing));
}

// The slot the reference names, whoever lives in it now; NULL if there never
// was such a slot. Any thread.
static inline Actor *table_at(System *system, Ref ref) {
  u32 slot = ref_slot(ref);
  // Pairs with the release in slots.c.
  Actor *chunk = atomic_load_explicit(&system->chunks[slot / CHUNK_SLOTS],
                                      memory_order_acquire);
  return chunk == NULL ? NULL : &chunk[slot % CHUNK_SLOTS];
}

// Writes the label of the actor, or "gone".
void table_label(System *system, Ref ref, char label[LABEL_SIZE]);

// Finds a living actor by `label` (if only one has it) or `label#slot`.
bool table_find(System *system, const char *name, Ref *found);

#endif
