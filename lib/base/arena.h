// arena.h -- memory that is given back in one piece, or down to a mark. Not for
// users.
//
// It lies outside all other memory of the process: copies of the process share
// it, and who puts the rest of the memory back to what it was (checkpoint.h)
// leaves it alone. Pages come with their first use. One thread at a time.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/types.h"

typedef struct Arena {
  u8 *bytes;
  size_t size;
  size_t used;
} Arena;

// False: the system has no such range, and nothing is to be released.
MUST_USE bool arena_open(Arena *arena, size_t size);
void arena_close(Arena *arena);

// Zeroed memory for anything. CHECKs that it is there: who may need very much
// looks at `used` first.
void *arena_take(Arena *arena, size_t count, size_t size);
#define ARENA_ARRAY(arena, Type, n) \
  ((Type *)arena_take((arena), (n), sizeof(Type)))

// The same, not zeroed: of what is never used no page comes.
void *arena_room(Arena *arena, size_t count, size_t size);

// Takes back all that was given since `used` was `mark`.
void arena_return(Arena *arena, size_t mark);

#endif
