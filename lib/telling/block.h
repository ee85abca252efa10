// block.h -- memory with exactly one owner.
//
// A block hangs on a BlockOwner (an actor) or on nothing, when the message
// that points to it owns it. Sending re-hangs blocks, and an owner's end frees
// all that hang on it: that is how a failure frees everything the actor had,
// and nothing else. (The idea is talloc's, A. Tridgell, 2004; ours is a list
// and not a tree.) Owners are guarded by whoever runs the actor; no locks.
#ifndef TELLING_BLOCK_H
#define TELLING_BLOCK_H

#include "base/types.h"

typedef struct BlockOwner {
  struct Block *first;
} BlockOwner;

// An owner of nothing.
void block_owner_init(BlockOwner *owner);

// Gives a zeroed block of `size` bytes that hangs on `owner`, or on nothing if
// that is NULL; NULL when out of memory.
MUST_USE void *block_new(BlockOwner *owner, size_t size);

// Gives a copy of the text as a block, or NULL when out of memory.
MUST_USE char *block_text(BlockOwner *owner, const char *text);

// Frees one block, wherever it hangs. NULL is allowed.
void block_free(const void *block);

// A CHECK that this is a block of this module that has not been freed, or NULL.
void block_check(const void *block);

// Hangs the block on another owner, or on nothing (NULL). NULL stays NULL.
void block_hang(const void *block, BlockOwner *owner);

// Is called with the block just before it is freed, e.g. to close what it
// stands for. One a block.
void block_on_free(void *block, void (*release)(void *block));

// Frees all blocks that hang on the owner, newest first.
void block_owner_clear(BlockOwner *owner);

#endif
