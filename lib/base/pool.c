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

#if defined(POOL_OFF)

void *pool_take(size_t size) {
  return mem_try(size);
}

void pool_give(void *block, size_t size) {
  (void)size;
  mem_free(block);
}

void pool_trim(void) {}

#else

enum {
  STEP = 32,  // sizes are rounded up to it
  CLASSES = POOL_LARGEST / STEP,
  BATCH = 32,       // blocks
  DEPOT_MOST = 64,  // batches of each size
};

typedef struct Free {
  struct Free *next;
  struct Free *next_batch;
} Free;

typedef struct Shelf {
  Free *blocks;  // being taken from and given to
  size_t count;
  Free *full;  // a whole batch behind it, or NULL
} Shelf;

typedef struct Keeper {
  Shelf shelves[CLASSES];
  bool known;  // its end has been asked for
} Keeper;

static struct {
  pthread_mutex_t lock;  // protects all below
  Free *batches[CLASSES];
  size_t count[CLASSES];
} depot = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local Keeper keeper;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static size_t class_of(size_t size) {
  return size == 0 ? 0 : (size - 1) / STEP;
}

static size_t class_size(size_t class) {
  return (class + 1) * STEP;
}

static void lock_depot(void) {
  CHECK(pthread_mutex_lock(&depot.lock) == 0);
}

static void unlock_depot(void) {
  CHECK(pthread_mutex_unlock(&depot.lock) == 0);
}

// ---- Whole batches ----

static void free_list(Free *list) {
  while (list != NULL) {
    Free *next = list->next;
    mem_count(+1);  // it counted as freed
    mem_free(list);
    list = next;
  }
}

// False: the depot has enough of that size.
static bool hand_over(size_t class, Free *batch) {
  lock_depot();
  bool taken = depot.count[class] < DEPOT_MOST;
  if (taken) {
    batch->next_batch = depot.batches[class];
    depot.batches[class] = batch;
    depot.count[class]++;
  }
  unlock_depot();
  return taken;
}

static Free *fetch(size_t class) {
  lock_depot();
  Free *batch = depot.batches[class];
  if (batch != NULL) {
    depot.batches[class] = batch->next_batch;
    depot.count[class]--;
  }
  unlock_depot();
  return batch;
}

// ---- The thread's own ----

static void drop_all(Keeper *kept) {
  for (size_t class = 0; class < CLASSES; class ++) {
    Shelf *shelf = &kept->shelves[class];
    free_list(shelf->blocks);
    free_list(shelf->full);
    *shelf = (Shelf){.count = 0};
  }
}

static void thread_ends(void *ended) {
  Keeper *kept = ended;
  kept->known = false;
  drop_all(kept);
}

static void make_key(void) {
  CHECK(pthread_key_create(&key, thread_ends) == 0);
}

// From now on what this thread keeps is freed at its end. False: it could not
// be asked for, and it must keep nothing.
static bool introduce(void) {
  CHECK(pthread_once(&once, make_key) == 0);
  keeper.known = pthread_setspecific(key, &keeper) == 0;
  return keeper.known;
}

static Free *refill(Shelf *shelf, size_t class) {
  Free *batch = shelf->full;
  shelf->full = NULL;
  if (batch == NULL) {
    batch = fetch(class);
  }
  shelf->count = batch != NULL ? BATCH : 0;
  return batch;
}

void *pool_take(size_t size) {
  size_t class = class_of(size);
  if (class >= CLASSES || !mem_is_usual()) {
    return mem_try(class < CLASSES ? class_size(class) : size);
  }
  Shelf *shelf = &keeper.shelves[class];
  if (shelf->blocks == NULL) {
    shelf->blocks = refill(shelf, class);
  }
  Free *block = shelf->blocks;
  if (block == NULL) {
    return mem_try(class_size(class));
  }
  shelf->blocks = block->next;
  shelf->count--;
  mem_count(+1);
  return block;
}

// The shelf is full: its blocks become the batch behind, and that, if there was
// one, goes away.
static void make_batch(Shelf *shelf, size_t class) {
  Free *old = shelf->full;
  shelf->full = shelf->blocks;
  shelf->blocks = NULL;
  shelf->count = 0;
  if (old != NULL && !hand_over(class, old)) {
    free_list(old);
  }
}

void pool_give(void *block, size_t size) {
  size_t class = class_of(size);
  if (block == NULL || class >= CLASSES || !mem_is_usual() ||
      (!keeper.known && !introduce())) {
    mem_free(block);
    return;
  }
  Shelf *shelf = &keeper.shelves[class];
  if (shelf->count == BATCH) {
    make_batch(shelf, class);
  }
  Free *freed = block;
  freed->next = shelf->blocks;
  shelf->blocks = freed;
  shelf->count++;
  mem_count(-1);
}

void pool_trim(void) {
  drop_all(&keeper);
  for (size_t class = 0; class < CLASSES; class ++) {
    Free *batch;
    while ((batch = fetch(class)) != NULL) {
      free_list(batch);
    }
  }
}

#endif
