// extras.h -- what an actor has besides what all have. Not for users.
//
// To have some needs memory, so it is asked for where an operation can answer
// that there is none.
#ifndef ACTING_EXTRAS_H
#define ACTING_EXTRAS_H

#include "acting/runtime.h"

// Nothing of all that.
extern const Extras extras_none;

// Gives the actor's own, made if there is none; NULL: out of memory. Any
// thread.
MUST_USE Extras *extras_own(Actor *actor);

// The actor's own, or NULL.
static inline Extras *extras_if_any(const Actor *actor) {
  // Pairs with the release in extras_own.
  return atomic_load_explicit(&actor->extras, memory_order_acquire);
}

// To be read.
static inline const Extras *extras(const Actor *actor) {
  const Extras *own = extras_if_any(actor);
  return own != NULL ? own : &extras_none;
}

// Of a supervised one, or NULL: it lives once (lives.h).
static inline struct Lives *lives_of(const Actor *actor) {
  return extras(actor)->lives;
}

// Of one that raises others, or NULL.
static inline const Keeper *keeper_of(const Actor *actor) {
  return extras(actor)->keeper;
}

// Takes it away at the actor's end, or the slot's; to be freed by extras_free.
// Nobody uses it any more: the system's lock is held, or no thread is left.
MUST_USE Extras *extras_take_locked(Actor *actor);
void extras_free(Extras *extras);  // NULL is allowed

#endif
