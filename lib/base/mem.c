// mem.c -- blocks, zeroed and counted.
//
// The count of live blocks is kept in parts: every thread adds to a part of its
// own, without a locked operation, and a part whose thread has ended goes to
// the next new one, count and all. A block may be freed by another thread than
// it came from, so one part can fall below zero; only the sum means something.
#include "base/mem.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"

enum { CACHE_LINE = 64, LARGE = 64 * 1024 };

typedef struct LivePart {
  // Written by its thread alone, read by all. Relaxed: a count orders nothing.
  alignas(CACHE_LINE) _Atomic i64 blocks;
  struct LivePart *next;
  bool taken;  // protected by parts_lock
} LivePart;

static pthread_mutex_t parts_lock = PTHREAD_MUTEX_INITIALIZER;
static LivePart *parts;  // all there ever were; protected by parts_lock
static LivePart shared;  // of threads for which there was no memory
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t part_key;
_Thread_local _Atomic i64 *mem_thread_count;

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

// At the end of its thread.
static void give_back(void *part) {
  lock_parts();
  mem_thread_count =
      NULL;  // what this thread frees from now on is counted anew
  ((LivePart *)part)->taken = false;
  unlock_parts();
}

static void make_key(void) {
  if (pthread_key_create(&part_key, give_back) != 0) abort();
}

static LivePart *new_part(void) {
  LivePart *part = aligned_alloc(CACHE_LINE, sizeof *part);
  if (part != NULL) {
    memset(part, 0, sizeof *part);
    part->next = parts;
    parts = part;
  }
  return part;
}

static LivePart *take_part(void) {
  if (pthread_once(&once, make_key) != 0) abort();
  lock_parts();
  LivePart *part = parts;
  while (part != NULL && part->taken) part = part->next;
  if (part == NULL) part = new_part();
  if (part != NULL) part->taken = true;
  unlock_parts();
  // Without a key the part is never given back: a small loss, and no error.
  if (part != NULL) (void)pthread_setspecific(part_key, part);
  return part;
}

void mem_count_first(i64 change) {
  LivePart *part = take_part();
  if (part == NULL) {
    atomic_fetch_add_explicit(&shared.blocks, change, memory_order_relaxed);
    return;
  }
  mem_thread_count = &part->blocks;
  mem_count(change);
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

i64 mem_live(void) {
  i64 sum = atomic_load_explicit(&shared.blocks, memory_order_relaxed);
  lock_parts();
  for (const LivePart *part = parts; part != NULL; part = part->next) {
    sum += atomic_load_explicit(&part->blocks, memory_order_relaxed);
  }
  unlock_parts();
  return sum;
}

void mem_set_allocator(const MemAllocator *new_allocator) {
  atomic_store_explicit(&mem_allocator, new_allocator, memory_order_release);
}
