// hash_ring.c -- a sorted array of places, searched by halves.
#include "base/hash_ring.h"

#include <string.h>

#include "base/mem.h"
#include "base/rng.h"

// FNV-1a, and then one step of the generator: neighbouring sums are spread.
u64 hash_ring_place(const void *key, size_t size) {
  const u8 *bytes = key;
  u64 hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < size; i++) {
    hash = (hash ^ bytes[i]) * 0x100000001b3u;
  }
  Rng rng;
  rng_seed(&rng, hash);
  return rng_next(&rng);
}

static bool is_before(HashRingPoint a, HashRingPoint b) {
  return a.place != b.place ? a.place < b.place : a.member < b.member;
}

// Merges the points of a member, sorted, into those that are there.
static void merge(HashRingPoint *to, const HashRing *ring,
                  const HashRingPoint *added) {
  size_t old = 0;
  size_t new = 0;
  while (old < ring->count || new < HASH_RING_PLACES) {
    bool takes_old =
        new == HASH_RING_PLACES ||
        (old < ring->count && is_before(ring->points[old], added[new]));
    *to++ = takes_old ? ring->points[old++] : added[new ++];
  }
}

bool hash_ring_add(HashRing *ring, u64 member) {
  HashRingPoint added[HASH_RING_PLACES];
  size_t count = ring->count + HASH_RING_PLACES;
  HashRingPoint *points = mem_try_array(count, sizeof *points);
  if (points == NULL) {
    return false;
  }
  for (u64 i = 0; i < HASH_RING_PLACES; i++) {
    const u64 key[] = {member, i};
    HashRingPoint point = {hash_ring_place(key, sizeof key), member};
    size_t k = i;
    for (; k > 0 && is_before(point, added[k - 1]); k--) {
      added[k] = added[k - 1];
    }
    added[k] = point;
  }
  merge(points, ring, added);
  mem_free(ring->points);
  *ring = (HashRing){points, count};
  return true;
}

void hash_ring_remove(HashRing *ring, u64 member) {
  size_t kept = 0;
  for (size_t i = 0; i < ring->count; i++) {
    if (ring->points[i].member != member) {
      ring->points[kept++] = ring->points[i];
    }
  }
  ring->count = kept;
}

size_t hash_ring_find(const HashRing *ring, u64 place) {
  size_t low = 0;
  size_t high = ring->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (ring->points[middle].place < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == ring->count ? 0 : low;
}

void hash_ring_release(HashRing *ring) {
  mem_free(ring->points);
  *ring = (HashRing){NULL, 0};
}
