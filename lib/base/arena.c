// arena.c -- one shared mapping without a file, used from the front.
#define _DEFAULT_SOURCE  // MAP_ANONYMOUS, MAP_NORESERVE

#include "base/arena.h"

#include <string.h>
#include <sys/mman.h>

#include "base/check.h"

enum { ALIGNMENT = 16 };

bool arena_open(Arena *arena, size_t size) {
  void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  *arena = (Arena){.bytes = bytes == MAP_FAILED ? NULL : bytes, .size = size};
  return arena->bytes != NULL;
}

void arena_close(Arena *arena) {
  if (arena->bytes != NULL) {
    CHECK(munmap(arena->bytes, arena->size) == 0);
  }
  *arena = (Arena){0};
}

void *arena_room(Arena *arena, size_t count, size_t size) {
  size_t left = arena->size - arena->used;
  CHECK(size > 0 && left >= ALIGNMENT && count <= (left - ALIGNMENT) / size);
  void *given = arena->bytes + arena->used;
  arena->used += (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return given;
}

void *arena_take(Arena *arena, size_t count, size_t size) {
  void *given = arena_room(arena, count, size);
  memset(given, 0, count * size);
  return given;
}

void arena_return(Arena *arena, size_t mark) {
  CHECK(mark <= arena->used);
  arena->used = mark;
}
