// Tests of base/hash_ring: who comes or goes moves its own share alone.
#include "base/hash_ring.h"

#include "base/rng.h"
#include "support.h"

enum { KEYS = 20000, MEMBERS = 10 };

static u64 owner_of(const HashRing *ring, u64 key) {
  u64 place = hash_ring_place(&key, sizeof key);
  return ring->points[hash_ring_find(ring, place)].member;
}

static void fill(HashRing *ring, u64 members) {
  for (u64 i = 0; i < members; i++) {
    CU_ASSERT_TRUE_FATAL(hash_ring_add(ring, i));
  }
}

static void note_owners(const HashRing *ring, u64 *owners) {
  for (u64 key = 0; key < KEYS; key++) {
    owners[key] = owner_of(ring, key);
  }
}

static u64 before[KEYS];
static u64 after[KEYS];

static void who_comes_takes_over_its_own_share_alone(void) {
  HashRing ring = {NULL, 0};
  fill(&ring, MEMBERS);
  note_owners(&ring, before);
  CU_ASSERT_TRUE(hash_ring_add(&ring, MEMBERS));
  note_owners(&ring, after);
  int moved = 0;
  int wrong = 0;
  for (u64 key = 0; key < KEYS; key++) {
    moved += before[key] != after[key];
    wrong += before[key] != after[key] && after[key] != MEMBERS;
  }
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT(moved > KEYS / (MEMBERS + 1) / 2);
  CU_ASSERT(moved < KEYS / (MEMBERS + 1) * 2);
  hash_ring_release(&ring);
}

static void who_goes_leaves_its_own_share_alone(void) {
  HashRing ring = {NULL, 0};
  fill(&ring, MEMBERS);
  note_owners(&ring, before);
  hash_ring_remove(&ring, 3);
  note_owners(&ring, after);
  int wrong = 0;
  for (u64 key = 0; key < KEYS; key++) {
    wrong += after[key] == 3 || (before[key] != 3 && before[key] != after[key]);
  }
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT_TRUE(hash_ring_add(&ring, 3));  // as if it had never gone
  note_owners(&ring, after);
  for (u64 key = 0; key < KEYS; key++) {
    wrong += before[key] != after[key];
  }
  CU_ASSERT_EQUAL(wrong, 0);
  hash_ring_release(&ring);
}

static void shares_are_roughly_alike(void) {
  HashRing ring = {NULL, 0};
  int shares[MEMBERS] = {0};
  fill(&ring, MEMBERS);
  for (u64 key = 0; key < KEYS; key++) {
    shares[owner_of(&ring, key)]++;
  }
  for (int i = 0; i < MEMBERS; i++) {
    CU_ASSERT(shares[i] > KEYS / MEMBERS / 2);
    CU_ASSERT(shares[i] < KEYS / MEMBERS * 2);
  }
  hash_ring_release(&ring);
}

// The first point at or behind the place, or the first of all.
static size_t find_slowly(const HashRing *ring, u64 place) {
  for (size_t i = 0; i < ring->count; i++) {
    if (ring->points[i].place >= place) {
      return i;
    }
  }
  return 0;
}

static void every_place_belongs_to_the_next_point(void) {
  HashRing ring = {NULL, 0};
  fill(&ring, 3);
  Rng rng;
  rng_seed(&rng, test_seed());
  for (size_t i = 0; i < ring.count; i++) {
    CU_ASSERT(i == 0 || ring.points[i - 1].place <= ring.points[i].place);
    for (int k = -1; k <= 1; k++) {
      u64 place = ring.points[i].place + (u64)k;
      CU_ASSERT_EQUAL(hash_ring_find(&ring, place), find_slowly(&ring, place));
    }
  }
  for (int i = 0; i < 1000; i++) {
    u64 place = rng_next(&rng);
    CU_ASSERT_EQUAL(hash_ring_find(&ring, place), find_slowly(&ring, place));
  }
  CU_ASSERT_EQUAL(hash_ring_find(&ring, UINT64_MAX), 0);
  hash_ring_release(&ring);
}

static void a_member_without_memory_is_refused_and_going_needs_none(void) {
  HashRing ring = {NULL, 0};
  fill(&ring, 2);
  memory_ends_after(0);
  bool added = hash_ring_add(&ring, 2);
  hash_ring_remove(&ring, 0);
  hash_ring_remove(&ring, 7);
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_FALSE(added);
  CU_ASSERT_EQUAL(ring.count, HASH_RING_PLACES);
  CU_ASSERT_EQUAL(owner_of(&ring, 5), 1);
  hash_ring_release(&ring);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(who_comes_takes_over_its_own_share_alone),
      CASE(who_goes_leaves_its_own_share_alone),
      CASE(shares_are_roughly_alike),
      CASE(every_place_belongs_to_the_next_point),
      CASE(a_member_without_memory_is_refused_and_going_needs_none),
      CU_TEST_INFO_NULL};
  return run_suite("hash_ring", cases);
}
