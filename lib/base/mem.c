// mem.c -- blocks, zeroed and counted.
//
// The count of live blocks is kept in parts: every thread counts for itself,
// without a locked operation, and leaves its count in a part when it ends,
// which goes to the next new one. A block may be freed by another thread than
// it came from, so one count can fall below zero; only the sum means something.
#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

enum { LARGE = 64 * 1024 };

typedef struct LivePart {
  _Atomic i64 *count;  // of its thread; NULL: there is none
  i64 before;          // of the threads that have had it
  void (*at_end)(void);
  struct LivePart *next;
} LivePart;

static pthread_mutex_t parts_lock = PTHREAD_MUTEX_INITIALIZER;
static LivePart *parts;  // all there ever were; protected by parts_lock
// Of threads that have none: no memory, or they are at their end.
static _Atomic i64 others;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t part_key;
_Thread_local _Atomic i64 mem_thread_count;
_Thread_local bool mem_thread_known;
static _Thread_local bool ends;

const MemAllocator mem_usual = {malloc, free};

// Release and acquire, in mem_set_allocator and current_allocator: whoever
// sees the pointer sees the two functions behind it.
_Atomic(const MemAllocator *) mem_allocator;

static const MemAllocator *current_allocator(void) {
  const MemAllocator *set =
      atomic_load_explicit(&mem_allocator, memory_order_acquire);
  return set ? set : &mem_usual;
}

static void lock_parts(void) {
  if (pthread_mutex_lock(&parts_lock) != 0) abort();
}

static void unlock_parts(void) {
  if (pthread_mutex_unlock(&parts_lock) != 0) abort();
}

// At the end of its thread. What that frees from now on, others count.
static void give_back(void *given) {
  LivePart *part = given;
  if (part->at_end != NULL) {
    part->at_end();
  }
  lock_parts();
  mem_thread_known = false;
  ends = true;
  part->before += atomic_load_explicit(&mem_thread_count, memory_order_relaxed);
  part->count = NULL;
  unlock_parts();
}

static void make_key(void) {
  if (pthread_key_create(&part_key, give_back) != 0) abort();
}

static LivePart *new_part(void) {
  LivePart *part = malloc(sizeof *part);
  if (part != NULL) {
    *part = (LivePart){.next = parts};
    parts = part;
  }
  return part;
}

static LivePart *take_part(void) {
  lock_parts();
  LivePart *part = parts;
  while (part != NULL && part->count != NULL) part = part->next;
  if (part == NULL) part = new_part();
  if (part != NULL) {
    part->count = &mem_thread_count;
    part->at_end = NULL;
  }
  unlock_parts();
  return part;
}

// The thread's part, or NULL: then it has none.
static LivePart *known_part(void) {
  if (pthread_once(&once, make_key) != 0) abort();
  LivePart *part = pthread_getspecific(part_key);
  if (part != NULL || ends) return ends ? NULL : part;
  part = take_part();
  if (part != NULL && pthread_setspecific(part_key, part) != 0) {
    lock_parts();
    part->count = NULL;
    unlock_parts();
    part = NULL;
  }
  mem_thread_known = part != NULL;
  return part;
}

bool mem_at_thread_end(void (*act)(void)) {
  LivePart *part = known_part();
  if (part != NULL) part->at_end = act;
  return part != NULL;
}

void mem_count_first(i64 change) {
  if (known_part() != NULL) {
    mem_count_known(change);
  } else {
    atomic_fetch_add_explicit(&others, change, memory_order_relaxed);
  }
}

void *mem_try(size_t size) {
  if (size == 0) size = 1;
  void *block = current_allocator()->allocate(size);
  if (!block) return NULL;
  mem_count(+1);
  if (size >= LARGE) pages_bring_in(block, size);
  return memset(block, 0, size);
}

void *mem_try_array(size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) return NULL;
  return mem_try(count * size);
}

void *mem_must(size_t count, size_t size) {
  void *block = mem_try_array(count, size);
  if (!block) {
    fprintf(stderr, "out of memory: %zu times %zu bytes\n", count, size);
    abort();
  }
  return block;
}

void mem_free(void *block) {
  if (!block) return;
  mem_count(-1);
  current_allocator()->release(block);
}

// Another allocator than the usual one has no pages to give, but may refuse.
static bool is_refused(void) {
  void *byte = mem_is_usual() ? NULL : mem_try(1);
  mem_free(byte);
  return byte == NULL && !mem_is_usual();
}

void *mem_try_pages(size_t size) {
  void *block = is_refused() ? NULL : pages_take(size);
  if (block != NULL) mem_count(+1);
  return block;
}

void mem_free_pages(void *block, size_t size) {
  if (!block) return;
  mem_count(-1);
  pages_give(block, size);
}

i64 mem_live(void) {
  i64 sum = atomic_load_explicit(&others, memory_order_relaxed);
  lock_parts();
  for (const LivePart *part = parts; part != NULL; part = part->next) {
    sum += part->before;
    if (part->count != NULL) {
      sum += atomic_load_explicit(part->count, memory_order_relaxed);
    }
  }
  unlock_parts();
  return sum;
}

void mem_set_allocator(const MemAllocator *new_allocator) {
  atomic_store_explicit(&mem_allocator, new_allocator, memory_order_release);
}
