// blocks.c -- malloc and free, and the functions that move whole blocks.
//
// What is freed is kept for a while, so that who still uses it is found out.

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "stepping/accesses.h"
#include "stepping/calls.h"
#include "stepping/stand_in.h"

enum { KEPT_BLOCKS = 4096, KEPT_BYTES = 4 << 20 };

static struct {
  void *blocks[KEPT_BLOCKS];
  size_t first;
  size_t count;
  size_t bytes;
} kept;

static void let_go(void) {
  void *block = kept.blocks[kept.first];
  size_t size = malloc_usable_size(block);
  kept.first = (kept.first + 1) % KEPT_BLOCKS;
  kept.count--;
  kept.bytes -= size;
  accesses_forget(address_of(block), size);
  free(block);
}

void block_free(void *block, u64 place) {
  size_t size = malloc_usable_size(block);
  accesses_free(address_of(block), size, place);
  while (kept.count == KEPT_BLOCKS ||
         (kept.count > 0 && kept.bytes + size > KEPT_BYTES)) {
    let_go();
  }
  kept.blocks[(kept.first + kept.count) % KEPT_BLOCKS] = block;
  kept.count++;
  kept.bytes += size;
}

void *stepped_malloc(size_t size) {
  return malloc(size);
}

void *stepped_calloc(size_t count, size_t size) {
  return calloc(count, size);
}

void stepped_free(void *block) {
  if (is_stepped() && block != NULL) {
    block_free(block, PLACE);
  } else {
    free(block);
  }
}

void *stepped_realloc(void *block, size_t size) {
  if (!is_stepped() || block == NULL || size == 0) {
    return realloc(block, size);
  }
  void *fresh = malloc(size);
  if (fresh != NULL) {
    size_t old = malloc_usable_size(block);
    memcpy(fresh, block, old < size ? old : size);
    block_free(block, PLACE);
  }
  return fresh;
}

static void touch(const void *at, size_t size, bool writes, u64 place) {
  if (is_stepped() && size > 0) {
    Access access = {.address = address_of(at),
                     .size = size,
                     .writes = writes,
                     .place = place};
    accesses_point(&access);
    accesses_note(&access);
  }
}

void *stepped_memcpy(void *to, const void *from, size_t size) {
  touch(from, size, false, PLACE);
  touch(to, size, true, PLACE);
  return memcpy(to, from, size);
}

void *stepped_memmove(void *to, const void *from, size_t size) {
  touch(from, size, false, PLACE);
  touch(to, size, true, PLACE);
  return memmove(to, from, size);
}

void *stepped_memset(void *to, int value, size_t size) {
  touch(to, size, true, PLACE);
  return memset(to, value, size);
}
