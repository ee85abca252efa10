// hashes.h -- a set of 64-bit hashes in an arena. Not for users.
//
// A full set takes no more, and says of everything that it has it. One thread.
#ifndef ACTING_HASHES_H
#define ACTING_HASHES_H

#include "base/arena.h"

typedef struct Hashes {
  u64 *places;  // 0: free
  size_t room;  // a power of two
  size_t count;
  size_t most;
} Hashes;

// For `room` / 2 hashes; room is a power of two.
void hashes_init(Hashes *hashes, size_t room, Arena *arena);

// False: it was there already, as far as 63 bits go, or the set is full.
bool hashes_add(Hashes *hashes, u64 hash);

#endif
