// mem.c -- blocks, zeroed and counted.
//
// The count of live blocks is kept in parts, each on a cache line of its
// own, and every thread adds to one of them: a single counter would make all
// threads that allocate wait for one line. A block may be freed by another
// thread than it came from, so one part can fall below zero; only the sum
// means something.
#include "base/mem.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 64, CACHE_LINE = 64 };

typedef struct LivePart {
  alignas(CACHE_LINE) atomic_int_fast64_t blocks;
} LivePart;

static LivePart live_parts[PARTS];
static atomic_uint next_part;

// One more than this thread's part; 0 before its first block.
static _Thread_local unsigned my_part;

const MemAllocator mem_usual = {malloc, free};

// Release and acquire, in mem_set_allocator and current_allocator: whoever
// sees the pointer sees the two functions behind it.
static _Atomic(const MemAllocator *) allocator;

static const MemAllocator *current_allocator(void) {
  const MemAllocator *set =
      atomic_load_explicit(&allocator, memory_order_acquire);
  return set ? set : &mem_usual;
}

// Relaxed: a count orders nothing. mem_live is exact for whoever has joined,
// or had a message from, the threads that allocate.
static void count_live(i64 change) {
  if (!my_part) my_part = 1 + atomic_fetch_add(&next_part, 1) % PARTS;
  atomic_fetch_add_explicit(&live_parts[my_part - 1].blocks, change,
                            memory_order_relaxed);
}

void *mem_try(size_t size) {
  if (size == 0) size = 1;
  void *block = current_allocator()->allocate(size);
  if (!block) return NULL;
  count_live(+1);
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
  count_live(-1);
  current_allocator()->release(block);
}

i64 mem_live(void) {
  i64 sum = 0;
  for (int i = 0; i < PARTS; i++) {
    sum += atomic_load_explicit(&live_parts[i].blocks, memory_order_relaxed);
  }
  return sum;
}

void mem_set_allocator(const MemAllocator *new_allocator) {
  atomic_store_explicit(&allocator, new_allocator, memory_order_release);
}
