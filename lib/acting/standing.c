// standing.c -- the exchanges.
//
// A move is a release, and a look an acquire: who looks sees all that was done
// before the last move, and, by the lock, what others did who looked before. A
// move that finds no mark has not been looked at in this generation, so nobody
// has touched what the lock protects, and there is nothing to acquire but what
// its own thread knows. The mark stays until the slot is another's.
#include "acting/standing.h"

static u64 with_status(u64 word, ActorStatus status) {
  return (word & ~STANDING_STATUS_MASK) | (u64)status;
}

static u64 with_end(u64 word, StopReason reason) {
  return with_status(word, ACTOR_ENDED) | (u64)reason << STANDING_REASON;
}

static u64 with_start(u64 word) {
  return with_status(word, ACTOR_RUNNING) | STANDING_STARTED;
}

static u64 renewed(u64 word) {
  return ((u64)standing_generation(word) + 1) << STANDING_GENERATION |
         ACTOR_UNBORN;
}

// ---- Looking ----

// Only the mark is set: whatever the word says now stays said.
static bool mark_locked(Standing *standing, u64 *word) {
  u64 marked = *word | STANDING_LOOKED;
  // Acquire: pairs with the release in `try_word`, whoever won. Release: not
  // needed by anyone, as the lock orders those who look.
  return marked == *word || atomic_compare_exchange_weak_explicit(
                                &standing->word, word, marked,
                                memory_order_acquire, memory_order_acquire);
}

bool standing_look_locked(Standing *at, u32 generation) {
  u64 word = standing(at);
  while (standing_generation(word) == generation &&
         standing_status(word) != ACTOR_UNBORN) {
    if (mark_locked(at, &word)) {
      return true;
    }
  }
  return false;
}

bool standing_look_at_any_locked(Standing *at) {
  u64 word = standing(at);
  while (standing_lives(word) || standing_status(word) == ACTOR_ENDED) {
    if (mark_locked(at, &word)) {
      return true;
    }
  }
  return false;
}

// ---- Moving ----

// Only its mover changes the word, but for the mark: so what it reads is right,
// or the mark is new, and then it fails.
static bool try_word(Standing *at, u64 word, u64 next) {
  // Release: pairs with the acquires above. Relaxed where it fails: the lock is
  // taken then.
  return (word & STANDING_LOOKED) == 0 &&
         atomic_compare_exchange_strong_explicit(&at->word, &word, next,
                                                 memory_order_release,
                                                 memory_order_relaxed);
}

static u64 own_word(const Standing *at) {
  return atomic_load_explicit(&at->word, memory_order_relaxed);
}

// Nobody else changes it: those who look need the lock.
static void set_word(Standing *at, u64 next) {
  atomic_store_explicit(&at->word, next, memory_order_release);
}

bool standing_move(Standing *at, ActorStatus status) {
  u64 word = own_word(at);
  return try_word(at, word, with_status(word, status));
}

void standing_move_locked(Standing *at, ActorStatus status) {
  set_word(at, with_status(own_word(at), status));
}

bool standing_end(Standing *at, StopReason reason) {
  u64 word = own_word(at);
  return try_word(at, word, with_end(word, reason));
}

void standing_end_locked(Standing *at, StopReason reason) {
  set_word(at, with_end(own_word(at), reason));
}

bool standing_start(Standing *at) {
  u64 word = own_word(at);
  return try_word(at, word, with_start(word));
}

void standing_start_locked(Standing *at) {
  set_word(at, with_start(own_word(at)));
}

bool standing_renew(Standing *at) {
  u64 word = own_word(at);
  return try_word(at, word, renewed(word));
}

void standing_renew_locked(Standing *at) {
  set_word(at, renewed(own_word(at)));
}

void standing_bear(Standing *at, ActorStatus status) {
  set_word(at, with_status(own_word(at), status));
}

void standing_init(Standing *at, u32 generation) {
  set_word(at, (u64)generation << STANDING_GENERATION | ACTOR_UNBORN);
}
