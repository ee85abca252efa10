// seen.c -- a table with open addresses, by a hash of the bytes (FNV-1a).
#include "seen.h"

#include <string.h>

#include "base/mem.h"
#include "support.h"

enum { MOST_STATES = 1 << 18 };

struct Seen {
  size_t size;  // of a state
  size_t count;
  u8 *states;
  bool used[MOST_STATES];
};

Seen *seen_new(size_t size) {
  Seen *seen = mem_new(Seen);
  seen->size = size;
  seen->states = mem_array(u8, size * MOST_STATES);
  return seen;
}

void seen_free(Seen *seen) {
  mem_free(seen->states);
  mem_free(seen);
}

static size_t place_of(const Seen *seen, const u8 *state) {
  u64 hash = 0xCBF29CE484222325ULL;
  for (size_t i = 0; i < seen->size; i++) {
    hash = (hash ^ state[i]) * 0x100000001B3ULL;
  }
  return hash % MOST_STATES;
}

bool seen_add(Seen *seen, const void *state) {
  size_t at = place_of(seen, state);
  while (seen->used[at]) {
    if (memcmp(seen->states + at * seen->size, state, seen->size) == 0) {
      return false;
    }
    at = (at + 1) % MOST_STATES;
  }
  CU_ASSERT_FATAL(++seen->count < MOST_STATES - 1);
  memcpy(seen->states + at * seen->size, state, seen->size);
  seen->used[at] = true;
  return true;
}

size_t seen_count(const Seen *seen) {
  return seen->count;
}
