// nursery.h -- what a worker needs to make and end actors without a lock. Not
// for users.
//
// Free slots, used again latest first; the label given last; and the counts of
// those that were spawned and that ended on this thread. One is for all other
// threads, guarded by the system's lock. A system that is listened to, and the
// stepper, have only that one, so that slots are given in the same order every
// time.
//
// The number of living actors is the sum of the spawned less the sum of the
// ended, the ended read first. An actor's spawn is counted before anybody knows
// it, and its end after all that it spawned: so a difference of none means that
// there was none left at some moment, and from then on only the outside can
// make new ones.
#ifndef ACTING_NURSERY_H
#define ACTING_NURSERY_H

#include "acting/runtime.h"

enum { NURSERY_BATCH = 64 };

typedef struct SlotStack {
  Actor *top;
  Actor *bottom;
  u32 count;
} SlotStack;

struct Nursery {
  System *system;
  // Only its thread; of the first: System.lock.
  SlotStack slots;
  SlotStack full;  // a whole batch behind it, or none
  const char *label;
  u64 serial;  // the next one
  u64 serials_end;
  u64 seen_outside;
  // Written by the same, read by any.
  _Atomic u64 spawned;
  _Atomic u64 ended;
  char apart[64];  // no two of them share a line of the cache
};

extern _Thread_local Nursery *nursery_of_thread;

// False: out of memory.
MUST_USE bool nurseries_init(System *system, size_t workers);
void nurseries_release(System *system);

// The calling thread is one of the system's workers until its end.
void nursery_enter(System *system);

// It is the guest of the system's workers (guest.h) from now on, or no more.
void nursery_enter_as_guest(System *system);
void nursery_leave_as_guest(void);

// The calling thread's own, or NULL: the first is to be used, with the lock.
static inline Nursery *nursery_here(const System *system) {
  Nursery *nursery = nursery_of_thread;
  return nursery != NULL && nursery->system == system ? nursery : NULL;
}

// All of these on the nursery's thread, or with the lock.

// The number of an actor that is spawned now: higher than those of all whom the
// same thread or the outside has spawned before.
u64 nursery_serial(Nursery *nursery);

// Counts a spawn, before anybody knows the actor.
void nursery_count_spawn(Nursery *nursery);

// Counts an end. True: nobody is left, and somebody may wait for that.
MUST_USE bool nursery_count_end(Nursery *nursery);

// Gives a free slot, or NULL: it has none.
Actor *nursery_pop(Nursery *nursery);
void nursery_push(Nursery *nursery, Actor *slot);

// Any thread.
size_t count_alive(const System *system);
u64 count_spawned(const System *system);
u64 count_ended(const System *system);

#endif
