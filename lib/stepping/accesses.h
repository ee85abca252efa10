// accesses.h -- who touched which memory, and whether that was in order.
//
// Two accesses to the same byte by different threads, one of them a write and
// one of them not atomic, must be ordered by what happened between: else they
// are a data race, found in this run whatever the order they came in. For each
// eight bytes the last accesses of each thread are kept. (C. Flanagan, S.
// Freund, "FastTrack", 2009, without its shortcut for one reader; K. Serebryany
// and T. Iskhodzhanov, "ThreadSanitizer", 2009.)
#ifndef STEPPING_ACCESSES_H
#define STEPPING_ACCESSES_H

#include "stepping/world.h"

typedef struct Access {
  u64 address;
  u64 size;
  bool writes;
  bool is_atomic;
  bool frees;
  u64 place;
} Access;

// False: no memory.
MUST_USE bool accesses_open(void);

// Nothing was touched so far.
void accesses_clear(void);

// Looks at an access that is about to happen, and keeps it. A race ends the
// run, or is kept as two more places where turns are taken, if the plan goes
// on.
void accesses_note(const Access *access);

// What a plain access does first where races were seen before: a step.
void accesses_point(const Access *access);

// Both: what a call that touches memory for the program does first.
static inline void accesses_touch(const Access *access) {
  accesses_point(access);
  accesses_note(access);
}

// The block is free from here on: using it ends the run.
void accesses_free(u64 address, u64 size, u64 place);

// The block is another's: what was known of it does not count.
void accesses_forget(u64 address, u64 size);

#endif
