// ring.h -- a first-in-first-out store of fixed capacity, by copy.
//
// All elements have one size, told at init. Nothing is allocated after that.
// What an element owns is its user's business: releasing a ring that is not
// empty frees only the ring. No locks: the owner guards it.
#ifndef BASE_RING_H
#define BASE_RING_H

#include "base/types.h"

typedef struct Ring {
  size_t element_size;  // set once
  size_t capacity;      // set once

  size_t first;  // index of the oldest element
  size_t length;
  unsigned char *slots;
} Ring;

// Makes an empty ring; both numbers are at least 1. False when out of memory:
// nothing to release then.
MUST_USE bool ring_init(Ring *ring, size_t element_size, size_t capacity);
void ring_release(Ring *ring);

// Copies *item in at the end. False: full, nothing changed.
MUST_USE bool ring_push(Ring *ring, const void *item);

// Copies the oldest element out to *item. False: empty, *item unchanged.
MUST_USE bool ring_pop(Ring *ring, void *item);

size_t ring_length(const Ring *ring);
bool ring_is_full(const Ring *ring);

// The element `index` places behind the oldest, which is 0. Borrowed until
// the ring changes.
const void *ring_peek(const Ring *ring, size_t index);

#endif
