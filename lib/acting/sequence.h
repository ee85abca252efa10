// sequence.h -- numbers for messages: with their sender, their identity. Not
// for users.
#ifndef ACTING_SEQUENCE_H
#define ACTING_SEQUENCE_H

#include "acting/runtime.h"

enum { SEQUENCE_OF_OTHERS = 1u << 30 };

// For what the calling thread's own actor sends: nobody else counts there.
static inline u32 sequence_own(Actor *self) {
  // Relaxed: the number has to be unique and orders nothing.
  u32 next = atomic_load_explicit(&self->sequence, memory_order_relaxed) + 1;
  atomic_store_explicit(&self->sequence, next, memory_order_relaxed);
  return next;
}

// For whatever is sent in the name of `from`. Main's messages come from several
// threads; an actor's timers tick on another one, and such messages are counted
// in the system, apart. Under the stepper there is one thread.
static inline u32 sequence_next(System *system, Actor *from) {
  if (from == activation()->actor || system->dispatcher->holds_outbox) {
    return sequence_own(from);
  }
  bool is_main = ref_slot(from->ref) == MAIN_SLOT;
  u32 first = is_main ? 0 : (u32)SEQUENCE_OF_OTHERS;
  _Atomic u32 *last = is_main ? &from->sequence : &system->others_sequence;
  return first + atomic_fetch_add_explicit(last, 1, memory_order_relaxed) + 1;
}

#endif
