// standing.h -- where an actor stands, in one word a slot. Not for users.
//
// The word holds the generation, the status, the reason of the end, and a mark
// that somebody has looked. Only one thread at a time may move an actor on: who
// spawns it, then whoever runs it. It does so without a lock, by an exchange
// that fails if somebody has looked; then it takes the system's lock and moves
// under that. Everybody else looks, with that lock held: from then until the
// lock is released the actor stays where it is, and all that the lock protects
// can be read and changed. So the usual actor, at which nobody looks, comes and
// goes without a lock. (tests/test_standing_model.c tries all orders.)
#ifndef ACTING_STANDING_H
#define ACTING_STANDING_H

#include <stdatomic.h>

#include "base/types.h"
#include "telling/outcome.h"
#include "telling/ref.h"

typedef enum ActorStatus {
  ACTOR_FREE,
  ACTOR_UNBORN,    // being made: nobody knows it, and nobody looks
  ACTOR_PREPARED,  // takes messages and handles none
  ACTOR_STARTING,
  ACTOR_RUNNING,
  ACTOR_RESTARTING,  // between two lives
  ACTOR_ENDED,       // and the news of it has yet to leave
  ACTOR_BURIED       // its slot waits for its outbox
} ActorStatus;

typedef struct Standing {
  _Atomic u64 word;
} Standing;

enum {
  STANDING_REASON = 8,  // a StopReason, from this bit on
  STANDING_GENERATION = 32
};

static const u64 STANDING_STATUS_MASK = 0xF;
static const u64 STANDING_LOOKED = 0x10;
static const u64 STANDING_STARTED = 0x20;  // on_start is done

// What the word says. Acquire: pairs with the release of every move, so what
// was written before it is seen.
static inline u64 standing(const Standing *standing) {
  return atomic_load_explicit(&standing->word, memory_order_acquire);
}

static inline ActorStatus standing_status(u64 word) {
  return (ActorStatus)(word & STANDING_STATUS_MASK);
}

static inline u32 standing_generation(u64 word) {
  return (u32)(word >> STANDING_GENERATION);
}

static inline StopReason standing_reason(u64 word) {
  return (StopReason)(word >> STANDING_REASON & 0xFF);
}

static inline bool standing_started(u64 word) {
  return (word & STANDING_STARTED) != 0;
}

// Neither free nor ended.
static inline bool standing_lives(u64 word) {
  ActorStatus status = standing_status(word);
  return status >= ACTOR_PREPARED && status <= ACTOR_RESTARTING;
}

static inline bool standing_was_free(u64 word) {
  ActorStatus status = standing_status(word);
  return status == ACTOR_FREE || status == ACTOR_BURIED;
}

// ---- For those who look; the system's lock is held ----

// Is the slot of this generation still? Then it stays as it is.
bool standing_look_locked(Standing *standing, u32 generation);

// Is it anybody's who has not been buried? Then it stays as it is.
bool standing_look_at_any_locked(Standing *standing);

// ---- For the one who moves it on ----

// To another status. False: somebody has looked, and it must be done with the
// system's lock.
MUST_USE bool standing_move(Standing *standing, ActorStatus status);
void standing_move_locked(Standing *standing, ActorStatus status);

// The same at the end, for this reason.
MUST_USE bool standing_end(Standing *standing, StopReason reason);
void standing_end_locked(Standing *standing, StopReason reason);

// The same when on_start is done.
MUST_USE bool standing_start(Standing *standing);
void standing_start_locked(Standing *standing);

// The same for a free slot that is to be another's: UNBORN, of the next
// generation.
MUST_USE bool standing_renew(Standing *standing);
void standing_renew_locked(Standing *standing);

// Nobody looks at one that is unborn, so it needs no more.
void standing_bear(Standing *standing, ActorStatus status);

// A slot that was never used; the first actor in it has the next generation.
void standing_init(Standing *standing, u32 generation);

#endif
