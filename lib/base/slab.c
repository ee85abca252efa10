// slab.c -- a range of addresses, cut into slabs, cut into blocks.
//
// What is known of slab i stands in table[i], beside the blocks: a free block
// is the only memory of a slab that is touched here.
#define _DEFAULT_SOURCE  // MAP_ANONYMOUS, MAP_NORESERVE, madvise

#include "base/slab.h"

#include <pthread.h>
#include <sys/mman.h>

#include "base/check.h"
#include "base/pages.h"

enum {
  KEPT_MOST = 256,  // empty slabs that stay in memory: 16 MiB
  SIZES = SLAB_BLOCK_MOST / 16 + 1,
  NONE = 0  // slab 0 is never used, so that its number can mean none
};

typedef struct Slab {
  SlabFree *free;  // blocks that came back
  u32 next;        // in its list
  u32 previous;
  u16 size;  // of a block, in 16 bytes; 0: nobody's
  u16 used;  // blocks given and not taken back
  u16 cut;   // blocks cut off so far
} Slab;

static struct {
  pthread_mutex_t lock;  // protects all below
  u32 open[SIZES];       // lists of slabs that have blocks to give
  u32 kept;              // a list of empty ones in memory
  u32 kept_count;
  u32 bare;     // of empty ones that are not
  u32 fresh;    // the first that was never used
  size_t used;  // slabs that hold blocks in use
} slabs = {.lock = PTHREAD_MUTEX_INITIALIZER, .fresh = NONE + 1};

// Set once, before anybody has a block.
uintptr_t slab_range = SLAB_NOWHERE;
static char *range;
static Slab *table;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *reserve(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static void reserve_all(void) {
  table = reserve(SLABS * sizeof *table);
  range = table != NULL ? reserve((size_t)SLABS * SLAB_SIZE) : NULL;
  if (range != NULL) {
    slab_range = (uintptr_t)range;
    pages_prefer_large(range, (size_t)SLABS * SLAB_SIZE);
  }
  if (range == NULL && table != NULL) {
    CHECK(munmap(table, SLABS * sizeof *table) == 0);
  }
}

static void lock_slabs(void) {
  CHECK(pthread_mutex_lock(&slabs.lock) == 0);
}

static void unlock_slabs(void) {
  CHECK(pthread_mutex_unlock(&slabs.lock) == 0);
}

static u32 number_of(const void *block) {
  return (u32)(((uintptr_t)block - slab_range) / SLAB_SIZE);
}

static char *start_of(u32 number) {
  return range + (size_t)number * SLAB_SIZE;
}

// ---- Lists ----

static void enter(u32 *list, u32 number) {
  Slab *slab = &table[number];
  slab->previous = NONE;
  slab->next = *list;
  if (*list != NONE) {
    table[*list].previous = number;
  }
  *list = number;
}

static void leave(u32 *list, u32 number) {
  Slab *slab = &table[number];
  if (slab->previous != NONE) {
    table[slab->previous].next = slab->next;
  } else {
    *list = slab->next;
  }
  if (slab->next != NONE) {
    table[slab->next].previous = slab->previous;
  }
}

// ---- Slabs ----

static size_t blocks_in(const Slab *slab) {
  return SLAB_SIZE / ((size_t)slab->size * 16);
}

static bool has_some(const Slab *slab) {
  return slab->free != NULL || slab->cut < blocks_in(slab);
}

// One out of all lists; NONE: there is no room left.
static u32 empty_one(void) {
  u32 number = slabs.kept;
  if (number != NONE) {
    leave(&slabs.kept, number);
    slabs.kept_count--;
    return number;
  }
  number = slabs.bare;
  if (number != NONE) {
    leave(&slabs.bare, number);
  } else if (slabs.fresh < SLABS) {
    number = slabs.fresh++;
  }
  if (number != NONE) {
    pages_bring_in(start_of(number), SLAB_SIZE);
  }
  return number;
}

// One that has blocks of the size to give; NONE: there is no room left.
static u32 open_one(size_t size) {
  u32 number = slabs.open[size];
  if (number != NONE) {
    return number;
  }
  number = empty_one();
  if (number == NONE) {
    return NONE;
  }
  table[number] = (Slab){.size = (u16)size};
  enter(&slabs.open[size], number);
  slabs.used++;
  return number;
}

// Where that does not work its memory is only kept: no harm.
static void forget(u32 number) {
  ignore(madvise(start_of(number), SLAB_SIZE, MADV_DONTNEED));
  enter(&slabs.bare, number);
}

// All its blocks are back.
static void close_one(u32 number) {
  leave(&slabs.open[table[number].size], number);
  slabs.used--;
  if (slabs.kept_count < KEPT_MOST) {
    slabs.kept_count++;
    enter(&slabs.kept, number);
  } else {
    forget(number);
  }
}

// ---- Blocks ----

// A block of a slab that has some.
static SlabFree *cut_one(u32 number) {
  Slab *slab = &table[number];
  SlabFree *block = slab->free;
  if (block != NULL) {
    slab->free = block->next;
  } else {
    block = (SlabFree *)(void *)(start_of(number) +
                                 (size_t)slab->cut * slab->size * 16);
    slab->cut++;
  }
  slab->used++;
  if (!has_some(slab)) {
    leave(&slabs.open[slab->size], number);
  }
  return block;
}

static void take_back(SlabFree *block) {
  u32 number = number_of(block);
  Slab *slab = &table[number];
  CHECK(slab->used > 0);
  if (!has_some(slab)) {
    enter(&slabs.open[slab->size], number);
  }
  block->next = slab->free;
  slab->free = block;
  slab->used--;
  if (slab->used == 0) {
    close_one(number);
  }
}

SlabFree *slab_take(size_t size, size_t count) {
  CHECK(size % 16 == 0 && size > 0 && size <= SLAB_BLOCK_MOST);
  CHECK(pthread_once(&once, reserve_all) == 0);
  if (range == NULL) {
    return NULL;
  }
  SlabFree *chain = NULL;
  SlabFree **end = &chain;
  lock_slabs();
  for (size_t i = 0; i < count; i++) {
    u32 number = open_one(size / 16);
    if (number == NONE) {
      break;
    }
    *end = cut_one(number);
    end = &(*end)->next;
  }
  *end = NULL;
  unlock_slabs();
  return chain;
}

void slab_give(SlabFree *chain) {
  lock_slabs();
  while (chain != NULL) {
    SlabFree *next = chain->next;
    take_back(chain);
    chain = next;
  }
  unlock_slabs();
}

// ---- Looking ----

size_t slab_bytes_used(void) {
  lock_slabs();
  size_t bytes = slabs.used * SLAB_SIZE;
  unlock_slabs();
  return bytes;
}

size_t slab_bytes_kept(void) {
  lock_slabs();
  size_t bytes = (size_t)slabs.kept_count * SLAB_SIZE;
  unlock_slabs();
  return bytes;
}

void slab_trim(void) {
  lock_slabs();
  while (slabs.kept != NONE) {
    u32 number = slabs.kept;
    leave(&slabs.kept, number);
    forget(number);
  }
  slabs.kept_count = 0;
  unlock_slabs();
}
