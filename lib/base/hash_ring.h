// hash_ring.h -- who is responsible for a key, so that few keys move when
// somebody comes or goes.
//
// Each member stands at many places of a ring of 64-bit numbers; a key belongs
// to the first member at or after its own place. Who comes takes over only the
// keys that are its own from then on, who goes leaves only those behind.
// (Karger and others, "Consistent hashing and random trees", 1997.) Members are
// numbers; the same members make the same ring on every machine. No locks: one
// owner.
#ifndef BASE_HASH_RING_H
#define BASE_HASH_RING_H

#include "base/types.h"

enum { HASH_RING_PLACES = 64 };  // of each member

typedef struct HashRingPoint {
  u64 place;
  u64 member;
} HashRingPoint;

// Zeroed it is empty.
typedef struct HashRing {
  HashRingPoint *points;  // by place
  size_t count;
} HashRing;

// Adds a member that is not in it. False: out of memory, nothing has changed.
MUST_USE bool hash_ring_add(HashRing *ring, u64 member);

// Takes a member out, if it is in it. Needs no memory.
void hash_ring_remove(HashRing *ring, u64 member);

// The index of the point that the place belongs to; those behind it, modulo
// count, are the next best. Not for an empty ring.
size_t hash_ring_find(const HashRing *ring, u64 place);

void hash_ring_release(HashRing *ring);

// A place for a key of any bytes; similar keys get unrelated places.
u64 hash_ring_place(const void *key, size_t size);

#endif
