// pool.h -- small blocks, used again by the thread that gave them back.
//
// For what is made and freed all the time: messages, requests, timers. Each
// thread keeps a few blocks of each size; what it has too many of, it hands
// over in batches to those that have too few (a sender's messages are freed by
// the receiver's thread). What nobody wants goes back to mem. So blocks are
// warm, and no lock is taken for most of them. (After J. Bonwick and J. Adams,
// "Magazines and Vmem", 2001.)
//
// Kept blocks count as freed (mem_live). While another allocator than mem_usual
// is set nothing is kept, so that tests can make every allocation fail. In
// builds with a sanitizer, or with -DPOOL_OFF, this is mem_try and mem_free.
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/types.h"

enum { POOL_LARGEST = 512 };  // bytes; larger ones are mem's

// Gives a block of `size` bytes, not zeroed, or NULL when out of memory. Free
// with pool_give and the same size. Any thread.
MUST_USE void *pool_take(size_t size);

// Takes a block back. NULL is allowed. Any thread.
void pool_give(void *block, size_t size);

// Frees what the calling thread and the batches hold; others keep theirs.
void pool_trim(void);

#endif
