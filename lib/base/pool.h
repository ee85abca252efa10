// pool.h -- small blocks, used again by the thread that gave them back.
//
// For what is made and freed all the time: messages, requests, timers. Each
// thread keeps a few blocks of each size; what it has too many of, it hands
// over in batches to those that have too few (a sender's messages are freed by
// the receiver's thread). What nobody wants goes back to its slab. So blocks
// are warm, and no lock is taken for most of them. (After J. Bonwick and J.
// Adams, "Magazines and Vmem", 2001.)
//
// Kept blocks count as freed (mem_live). While another allocator than mem_usual
// is set nothing is kept, so that tests can make every allocation fail. In
// builds with a sanitizer, or with -DNO_POOL, this is mem_try and mem_free.
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/mem.h"
#include "base/slab.h"

enum { POOL_LARGEST = SLAB_BLOCK_MOST };  // bytes; larger ones are mem's

// Blocks that the calling thread has taken elsewhere, fresh ones or those that
// others gave back, more than it handed on; since it was last forgotten.
extern _Thread_local size_t pool_borrowed;

enum { POOL_SHORT = 1024 };  // blocks: what a core's nearest cache holds

// True for who takes a lot and frees nothing, as who sends in a loop does: it
// is time to have something freed.
static inline bool pool_is_short(void) {
  return pool_borrowed >= POOL_SHORT;
}

static inline void pool_forget_borrowed(void) {
  pool_borrowed = 0;
}

// For who keeps blocks of another kind: so many were taken, or handed on.
static inline void pool_borrow(size_t blocks) {
  pool_borrowed += blocks;
}

static inline void pool_hand_on(size_t blocks) {
  pool_borrowed -= blocks < pool_borrowed ? blocks : pool_borrowed;
}

// Frees what the calling thread and the batches hold; others keep theirs.
void pool_trim(void);

// ---- The thread's own shelves ----

enum {
  POOL_STEP = 16,  // sizes are rounded up to it
  POOL_CLASSES = POOL_LARGEST / POOL_STEP,
  POOL_BATCH = 32  // blocks
};

typedef SlabFree PoolFree;

typedef struct PoolShelf {
  PoolFree *blocks;  // being taken from and given to
  size_t count;
  PoolFree *full;  // a whole batch behind it, or NULL
} PoolShelf;

extern _Thread_local PoolShelf pool_shelves[POOL_CLASSES];
// So many blocks a shelf may hold: POOL_BATCH once it is sure that they will be
// freed at the thread's end, before that none. So who has or may have some is
// known to mem.h.
extern _Thread_local size_t pool_most;

// Where a shelf is empty, full, or not to be used.
APART void *pool_take_elsewhere(size_t size);
APART void pool_give_elsewhere(void *block, size_t size);

// Of nothing: one that no shelf has.
static inline size_t pool_class(size_t size) {
  return (size - 1) / POOL_STEP;
}

// May blocks of that class be kept, by anybody?
static inline bool pool_keeps(size_t class) {
  return class < POOL_CLASSES && mem_is_usual();
}

// ---- Taking and giving ----

// As pool_take, if the shelf has one; NULL: not so.
MUST_USE INLINE void *pool_take_at_once(size_t size) {
  size_t class = pool_class(size);
  if (!pool_keeps(class) || pool_shelves[class].blocks == NULL) {
    return NULL;
  }
  PoolShelf *shelf = &pool_shelves[class];
  PoolFree *block = shelf->blocks;
  shelf->blocks = block->next;
  shelf->count--;
  mem_count_known(+1);
  return block;
}

// Gives a block of `size` bytes, not zeroed, or NULL when out of memory. Free
// with pool_give and the same size. Any thread.
MUST_USE static inline void *pool_take(size_t size) {
  void *block = pool_take_at_once(size);
  return block != NULL ? block : pool_take_elsewhere(size);
}

// Takes a block back. NULL is allowed. Any thread.
INLINE void pool_give(void *block, size_t size) {
  size_t class = pool_class(size);
  if (!pool_keeps(class) || pool_shelves[class].count >= pool_most ||
      !slab_owns(block)) {
    pool_give_elsewhere(block, size);
    return;
  }
  PoolShelf *shelf = &pool_shelves[class];
  PoolFree *freed = block;
  freed->next = shelf->blocks;
  shelf->blocks = freed;
  shelf->count++;
  mem_count_known(-1);
}

#endif
