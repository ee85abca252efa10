// Tests of the slabs: blocks are apart, come back, and leave their slab to
// other sizes and to the system.
#include "base/slab.h"

#include <string.h>

#include "base/thread.h"
#include "support.h"

enum { MANY = 5000 };

static size_t length_of(const SlabFree *chain) {
  size_t length = 0;
  for (; chain != NULL; chain = chain->next) {
    length++;
  }
  return length;
}

// Takes `count` blocks apart into `all`.
static void take_all(size_t size, size_t count, void **all) {
  SlabFree *chain = slab_take(size, count);
  CU_ASSERT_EQUAL_FATAL(length_of(chain), count);
  for (size_t i = 0; i < count; i++) {
    all[i] = chain;
    chain = chain->next;
  }
}

static void give_all(size_t count, void **all) {
  for (size_t i = 0; i < count; i++) {
    SlabFree *one = all[i];
    one->next = NULL;
    slab_give(one);
  }
}

static void blocks_are_apart_and_known_by_their_address(void) {
  static void *all[MANY];
  for (size_t size = 16; size <= SLAB_BLOCK_MOST; size += 112) {
    take_all(size, MANY, all);
    for (size_t i = 0; i < MANY; i++) {
      CU_ASSERT(slab_owns(all[i]));
      CU_ASSERT_EQUAL((uintptr_t)all[i] % 16, 0);
      memset(all[i], (int)(i % 251), size);
    }
    bool whole = true;
    for (size_t i = 0; i < MANY; i++) {
      const u8 *bytes = all[i];
      whole = whole && bytes[0] == i % 251 && bytes[size - 1] == i % 251;
    }
    CU_ASSERT(whole);
    give_all(MANY, all);
  }
  int elsewhere = 0;
  CU_ASSERT_FALSE(slab_owns(&elsewhere));
  CU_ASSERT_FALSE(slab_owns(NULL));
}

static void slabs_whose_blocks_are_back_serve_other_sizes(void) {
  static void *all[MANY];
  size_t before = slab_bytes_used();
  take_all(64, MANY, all);
  size_t most = slab_bytes_used();
  CU_ASSERT(most >= before + (MANY - 1024) * 64);
  give_all(MANY, all);
  CU_ASSERT_EQUAL(slab_bytes_used(), before);
  size_t kept = slab_bytes_kept();
  take_all(128, MANY / 2, all);
  CU_ASSERT(slab_bytes_kept() < kept);
  give_all(MANY / 2, all);
  CU_ASSERT_EQUAL(slab_bytes_used(), before);
}

static void one_block_in_use_keeps_its_slab_only(void) {
  static void *all[MANY];
  size_t before = slab_bytes_used();
  take_all(64, MANY, all);
  give_all(MANY - 1, all);
  CU_ASSERT_EQUAL(slab_bytes_used(), before + SLAB_SIZE);
  give_all(1, &all[MANY - 1]);
  CU_ASSERT_EQUAL(slab_bytes_used(), before);
}

static void what_lies_empty_is_returned(void) {
  enum { BURST = 400 };
  static void *all[BURST * SLAB_SIZE / 512];
  size_t count = sizeof all / sizeof *all;
  take_all(512, count, all);
  give_all(count, all);
  CU_ASSERT(slab_bytes_kept() < (size_t)BURST * SLAB_SIZE);
  slab_trim();
  CU_ASSERT_EQUAL(slab_bytes_kept(), 0);
  take_all(512, 1, all);  // and can be used again
  memset(all[0], 1, 512);
  give_all(1, all);
}

static void take_and_give(void *arg) {
  size_t size = *(size_t *)arg;
  for (int round = 0; round < 500; round++) {
    SlabFree *chain = slab_take(size, 64);
    CU_ASSERT_EQUAL(length_of(chain), 64);
    slab_give(chain);
  }
}

static void threads_share_the_slabs(void) {
  static size_t sizes[] = {48, 48, 96, 512};
  size_t before = slab_bytes_used();
  Thread threads[4];
  for (size_t i = 0; i < 4; i++) {
    CU_ASSERT_FATAL(
        thread_start(&threads[i], "slabs", take_and_give, &sizes[i]));
  }
  for (size_t i = 0; i < 4; i++) {
    thread_join(&threads[i]);
  }
  CU_ASSERT_EQUAL(slab_bytes_used(), before);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(blocks_are_apart_and_known_by_their_address),
                         CASE(slabs_whose_blocks_are_back_serve_other_sizes),
                         CASE(one_block_in_use_keeps_its_slab_only),
                         CASE(what_lies_empty_is_returned),
                         CASE(threads_share_the_slabs),
                         CU_TEST_INFO_NULL};
  return run_suite("slab", cases);
}
