// pages.c -- one call of the system for many pages (Linux 5.14), and large
// ones.
#define _DEFAULT_SOURCE  // madvise

#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/check.h"

enum {
  PAGE = 4096,  // a larger one is only brought in later
  LARGE_PAGE = 2 << 20
};

// Written before a second thread is there.
static bool from_heap;

void pages_come_from_heap(void) {
  from_heap = true;
}

static void *take_from_heap(size_t size) {
  void *memory = NULL;
  if (posix_memalign(&memory, PAGE, size) != 0) {
    return NULL;
  }
  return memset(memory, 0, size);
}

void *pages_take(size_t size) {
  if (from_heap) {
    return take_from_heap(size);
  }
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return NULL;
  }
  pages_bring_in(memory, size);
  return memory;
}

void pages_give(void *memory, size_t size) {
  if (from_heap) {
    free(memory);
  } else {
    CHECK(munmap(memory, size) == 0);
  }
}

void pages_prefer_large(void *memory, size_t size) {
#if defined(MADV_HUGEPAGE) && !defined(NO_LARGE)
  // Who needs little is not given 2 MiB for it.
  uintptr_t start = ((uintptr_t)memory / LARGE_PAGE + 2) * LARGE_PAGE;
  uintptr_t end = ((uintptr_t)memory + size) / LARGE_PAGE * LARGE_PAGE;
  if (start < end) {
    ignore(madvise((void *)start, end - start, MADV_HUGEPAGE));
  }
#else
  ignore(memory);
  ignore(size);
#endif
}

void pages_bring_in(void *memory, size_t size) {
#if defined(MADV_POPULATE_WRITE)
  uintptr_t start = (uintptr_t)memory / PAGE * PAGE;
  uintptr_t end = (uintptr_t)memory + size;
  ignore(madvise((void *)start, end - start, MADV_POPULATE_WRITE));
#else
  ignore(memory);
  ignore(size);
#endif
}
