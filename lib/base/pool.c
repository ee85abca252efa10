// pool.c -- free lists of a thread's own, and a depot of batches behind a lock.
//
// A free block holds the next one in its first word, the first of a batch also
// the next batch in its second. A thread keeps two batches at most of each
// size: one whole one goes to the depot when a third would begin, so that a
// thread that frees and takes in turn never comes there.
#include "base/pool.h"

#include <pthread.h>

#include "base/check.h"
#include "base/mem.h"

_Thread_local PoolShelf pool_shelves[POOL_CLASSES];
_Thread_local size_t pool_most;

_Thread_local size_t pool_borrowed;

#if defined(NO_POOL)

void *pool_take_elsewhere(size_t size) {
  pool_borrow(1);
  return mem_try(size);
}

void pool_give_elsewhere(void *block, size_t size) {
  (void)size;
  pool_hand_on(block != NULL);
  mem_free(block);
}

void pool_trim(void) {}

#else

// Bytes of each size: a stream of messages from one core to the other runs into
// no fresh memory as long as the receiver is no further behind than this, and
// what is kept fits into a core's cache.
enum { DEPOT_BYTES = 1 << 20 };

static struct {
  pthread_mutex_t lock;  // protects all below
  PoolFree *batches[POOL_CLASSES];
  size_t count[POOL_CLASSES];
} depot = {.lock = PTHREAD_MUTEX_INITIALIZER};

static size_t class_size(size_t class) {
  return (class + 1) * POOL_STEP;
}

static void lock_depot(void) {
  CHECK(pthread_mutex_lock(&depot.lock) == 0);
}

static void unlock_depot(void) {
  CHECK(pthread_mutex_unlock(&depot.lock) == 0);
}

// ---- Whole batches ----

static void free_list(PoolFree *list) {
  slab_give(list);
}

// False: the depot has enough of that size.
static bool hand_over(size_t class, PoolFree *batch) {
  lock_depot();
  bool taken =
      (depot.count[class] + 1) * POOL_BATCH * class_size(class) <= DEPOT_BYTES;
  if (taken) {
    batch->next_batch = depot.batches[class];
    depot.batches[class] = batch;
    depot.count[class]++;
  }
  unlock_depot();
  return taken;
}

static PoolFree *fetch(size_t class) {
  lock_depot();
  PoolFree *batch = depot.batches[class];
  if (batch != NULL) {
    depot.batches[class] = batch->next_batch;
    depot.count[class]--;
  }
  unlock_depot();
  return batch;
}

// ---- The thread's own ----

static void drop_all(PoolShelf *shelves) {
  for (size_t class = 0; class < POOL_CLASSES; class ++) {
    free_list(shelves[class].blocks);
    free_list(shelves[class].full);
    shelves[class] = (PoolShelf){.count = 0};
  }
}

static void thread_ends(void) {
  pool_most = 0;
  drop_all(pool_shelves);
}

// From now on what this thread keeps is freed at its end. False: it could not
// be asked for, and it must keep nothing.
static bool introduce(void) {
  pool_most = mem_at_thread_end(thread_ends) ? POOL_BATCH : 0;
  return pool_most > 0;
}

static PoolFree *refill(PoolShelf *shelf, size_t class) {
  PoolFree *batch = shelf->full;
  shelf->full = NULL;
  if (batch == NULL) {
    pool_borrow(POOL_BATCH);
    batch = fetch(class);
  }
  if (batch == NULL) {
    batch = slab_take(class_size(class), POOL_BATCH);
  }
  shelf->count = batch != NULL ? POOL_BATCH : 0;
  return batch;
}

void *pool_take_elsewhere(size_t size) {
  size_t class = pool_class(size);
  if (!pool_keeps(class) || (pool_most == 0 && !introduce())) {
    return mem_try(class < POOL_CLASSES ? class_size(class) : size);
  }
  PoolShelf *shelf = &pool_shelves[class];
  shelf->blocks = refill(shelf, class);
  return shelf->blocks != NULL ? pool_take(size) : mem_try(class_size(class));
}

// The shelf is full: its blocks become the batch behind, and that, if there was
// one, goes away.
static void make_batch(PoolShelf *shelf, size_t class) {
  PoolFree *old = shelf->full;
  shelf->full = shelf->blocks;
  shelf->blocks = NULL;
  shelf->count = 0;
  if (old != NULL) {
    pool_hand_on(POOL_BATCH);
    if (!hand_over(class, old)) {
      free_list(old);
    }
  }
}

void pool_give_elsewhere(void *block, size_t size) {
  size_t class = pool_class(size);
  if (!slab_owns(block)) {
    mem_free(block);
    return;
  }
  mem_count(-1);
  if (!pool_keeps(class) || (pool_most == 0 && !introduce())) {
    SlabFree *one = block;
    one->next = NULL;
    slab_give(one);
    return;
  }
  PoolShelf *shelf = &pool_shelves[class];
  if (shelf->count == POOL_BATCH) {
    make_batch(shelf, class);
  }
  PoolFree *freed = block;
  freed->next = shelf->blocks;
  shelf->blocks = freed;
  shelf->count++;
}

void pool_trim(void) {
  drop_all(pool_shelves);
  for (size_t class = 0; class < POOL_CLASSES; class ++) {
    PoolFree *batch;
    while ((batch = fetch(class)) != NULL) {
      free_list(batch);
    }
  }
  slab_trim();
}

#endif
