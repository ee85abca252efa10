// ring.c -- slots in a row, used round and round.
//
// The newest element stands `length - 1` slots behind the oldest, past the
// last slot at the front again.
#include "base/ring.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

bool ring_init(Ring *ring, size_t element_size, size_t capacity) {
  CHECK(element_size > 0);
  CHECK(capacity > 0);
  *ring = (Ring){
      .element_size = element_size,
      .capacity = capacity,
      .slots = mem_try_array(capacity, element_size),
  };
  return ring->slots != NULL;
}

void ring_release(Ring *ring) {
  mem_free(ring->slots);
  ring->slots = NULL;
}

static unsigned char *slot(const Ring *ring, size_t index) {
  // Written so that no sum of two indexes can overflow.
  size_t to_end = ring->capacity - ring->first;
  size_t at = index < to_end ? ring->first + index : index - to_end;
  return ring->slots + at * ring->element_size;
}

bool ring_push(Ring *ring, const void *item) {
  if (ring_is_full(ring)) return false;
  memcpy(slot(ring, ring->length), item, ring->element_size);
  ring->length++;
  return true;
}

bool ring_pop(Ring *ring, void *item) {
  if (ring->length == 0) return false;
  memcpy(item, slot(ring, 0), ring->element_size);
  ring->first = ring->first + 1 == ring->capacity ? 0 : ring->first + 1;
  ring->length--;
  return true;
}

size_t ring_length(const Ring *ring) {
  return ring->length;
}

bool ring_is_full(const Ring *ring) {
  return ring->length == ring->capacity;
}

const void *ring_peek(const Ring *ring, size_t index) {
  CHECK(index < ring->length);
  return slot(ring, index);
}
