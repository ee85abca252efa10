// mem.h -- the one place where memory comes from.
//
// Two ways to ask: mem_try for code that can answer "no memory" and leave
// everything as it was, mem_new and mem_array for programs that cannot go on
// without. Blocks are zeroed and counted. Tests replace the allocator by one
// that fails. Any thread.
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdatomic.h>

#include "base/types.h"

// Gives a zeroed block of `size` bytes (at least 1), or NULL when out of
// memory. Free with mem_free.
MUST_USE void *mem_try(size_t size);

// The same for `count` elements of `size` bytes; NULL also when the product
// does not fit.
MUST_USE void *mem_try_array(size_t count, size_t size);

// The same for a block of whole pages that begins where one does, so that not a
// byte more than `size` is in use. Free with mem_free_pages and the same size.
MUST_USE void *mem_try_pages(size_t size);
void mem_free_pages(void *block, size_t size);  // NULL is allowed

// Give a zeroed Type, or n of them, and abort when out of memory.
#define mem_new(Type) ((Type *)mem_must(1, sizeof(Type)))
#define mem_array(Type, n) ((Type *)mem_must((n), sizeof(Type)))
MUST_USE void *mem_must(size_t count, size_t size);

// Frees a block of this module. NULL is allowed.
void mem_free(void *block);

// Blocks given and not yet freed, in the whole process: exact for whoever has
// joined, or had a message from, the threads that allocate.
i64 mem_live(void);

// ---- Other allocators ----

typedef struct MemAllocator {
  void *(*allocate)(size_t size);  // NULL when out of memory
  void (*release)(void *block);    // never called with NULL
} MemAllocator;

// malloc and free, for allocators that stand in front of them.
extern const MemAllocator mem_usual;

// Sets where blocks come from; NULL is mem_usual. Borrows *allocator
// until the next call. To be called while no other thread allocates; blocks
// of one allocator are released by the one that is set then.
void mem_set_allocator(const MemAllocator *allocator);

// ---- For modules that keep blocks for use again ----

// How many blocks the calling thread has taken, less those that it has freed,
// since it is known. Written by it alone, read by all, relaxed: a count orders
// nothing.
extern _Thread_local _Atomic i64 mem_thread_count;
extern _Thread_local bool mem_thread_known;
APART void mem_count_first(i64 change);

// Makes the calling thread known. From now on until `act` is called, at the
// thread's end, it counts by mem_count_known. False: it cannot be (no memory),
// and will not be called.
MUST_USE bool mem_at_thread_end(void (*act)(void));

// Counts blocks that are lent out again (+1) or kept (-1) as mem_live does.
INLINE void mem_count_known(i64 change) {
  i64 count = atomic_load_explicit(&mem_thread_count, memory_order_relaxed);
  atomic_store_explicit(&mem_thread_count, count + change,
                        memory_order_relaxed);
}

static inline void mem_count(i64 change) {
  if (mem_thread_known) {
    mem_count_known(change);
  } else {
    mem_count_first(change);
  }
}

// True while blocks come from mem_usual: only then may they be kept.
extern _Atomic(const MemAllocator *) mem_allocator;
static inline bool mem_is_usual(void) {
  return atomic_load_explicit(&mem_allocator, memory_order_relaxed) == NULL;
}

#endif
