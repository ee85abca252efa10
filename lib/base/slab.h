// slab.h -- memory for many small blocks of few sizes. Not for users; see
// pool.h.
//
// Blocks are cut from slabs, each for one size; a slab whose blocks have all
// come back can be another size's, and when too many lie empty their memory
// goes back to the system. All slabs lie in one range of addresses, reserved at
// the first use, so that a block is known by its address alone. Where that
// range cannot be had there are no slabs. (After J. Bonwick, "The Slab
// Allocator", 1994.)
#ifndef BASE_SLAB_H
#define BASE_SLAB_H

#include <stdint.h>

#include "base/types.h"

enum {
  SLAB_BLOCK_MOST = 512,  // bytes
  SLAB_SIZE = 64 * 1024,
  SLABS = 1 << 18  // 16 GiB of addresses
};

// A block that is free; in use all of it is the user's.
typedef struct SlabFree {
  struct SlabFree *next;
  struct SlabFree *next_batch;  // for who keeps several chains
} SlabFree;

// Gives a chain of `count` blocks of `size` bytes, a multiple of 16 and at most
// SLAB_BLOCK_MOST, not zeroed; NULL: out of memory, or there are no slabs. Any
// thread; takes a lock.
MUST_USE SlabFree *slab_take(size_t size, size_t count);

// Takes back a chain of blocks of one size. Any thread; takes a lock.
void slab_give(SlabFree *chain);

// True if the block is of a slab.
extern uintptr_t slab_range;                // where they begin, or SLAB_NOWHERE
#define SLAB_NOWHERE (UINTPTR_MAX / 2 + 1)  // no block has such an address
static inline bool slab_owns(const void *block) {
  return (uintptr_t)block - slab_range < (uintptr_t)SLABS * SLAB_SIZE;
}

// Bytes of slabs that hold blocks in use; of empty ones that were not returned
// to the system.
size_t slab_bytes_used(void);
size_t slab_bytes_kept(void);

// Returns the memory of all empty slabs to the system.
void slab_trim(void);

#endif
