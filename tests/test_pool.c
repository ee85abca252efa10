// Tests of the pool: blocks come back, counts stay right, threads hand over,
// and nothing is kept where a test wants memory to fail.
#include "base/pool.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "support.h"

static void a_block_is_as_large_as_was_asked_for(void) {
  for (size_t size = 1; size <= 2 * POOL_LARGEST; size += 13) {
    char *block = pool_take(size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(block);
    CU_ASSERT_EQUAL((uintptr_t)block % 16, 0);
    memset(block, 0x5A, size);
    pool_give(block, size);
  }
}

static void blocks_given_back_count_as_freed(void) {
  i64 before = mem_live();
  void *blocks[200];
  for (int i = 0; i < 200; i++) {
    blocks[i] = pool_take(64);
  }
  CU_ASSERT_EQUAL(mem_live(), before + 200);
  for (int i = 0; i < 200; i++) {
    pool_give(blocks[i], 64);
  }
  CU_ASSERT_EQUAL(mem_live(), before);
  pool_trim();
  CU_ASSERT_EQUAL(mem_live(), before);
}

static void blocks_of_different_sizes_are_not_mixed_up(void) {
  char *small = pool_take(32);
  char *large = pool_take(480);
  CU_ASSERT_FATAL(small != NULL && large != NULL);
  pool_give(small, 32);
  char *other = pool_take(480);
  CU_ASSERT(other != small);
  memset(large, 1, 480);
  memset(other, 2, 480);
  CU_ASSERT_EQUAL(large[479], 1);
  pool_give(large, 480);
  pool_give(other, 480);
}

static void nothing_is_kept_where_memory_is_made_to_fail(void) {
  pool_give(pool_take(64), 64);
  memory_ends_after(0);
  void *block = pool_take(64);
  CU_ASSERT(memory_is_back());
  CU_ASSERT_PTR_NULL(block);
  void *again = pool_take(64);
  CU_ASSERT_PTR_NOT_NULL(again);
  pool_give(again, 64);
}

static void none_is_taken_back(void) {
  pool_give(NULL, 64);
}

// ---- Threads ----

enum { MANY = 10000 };
static void *passed[MANY];

static void take_many(void *arg) {
  (void)arg;
  for (int i = 0; i < MANY; i++) {
    passed[i] = pool_take(96);
    memset(passed[i], i & 0xFF, 96);
  }
}

static void give_many(void *arg) {
  (void)arg;
  for (int i = 0; i < MANY; i++) {
    pool_give(passed[i], 96);
  }
}

static void run_thread(void (*act)(void *arg)) {
  Thread thread;
  CU_ASSERT_FATAL(thread_start(&thread, "pool", act, NULL));
  thread_join(&thread);
}

static void what_one_thread_takes_another_may_give_back(void) {
  i64 before = mem_live();
  for (int round = 0; round < 5; round++) {
    run_thread(take_many);
    CU_ASSERT_EQUAL(mem_live(), before + MANY);
    run_thread(give_many);
    CU_ASSERT_EQUAL(mem_live(), before);
  }
}

static void churn(void *arg) {
  (void)arg;
  void *held[100] = {NULL};
  for (size_t i = 0; i < 50000; i++) {
    size_t at = i * 7919 % 100;
    size_t size = 16 + at * 5;
    pool_give(held[at], size);
    held[at] = pool_take(size);
    memset(held[at], (int)at, size);
  }
  for (size_t at = 0; at < 100; at++) {
    pool_give(held[at], 16 + at * 5);
  }
}

static void threads_that_churn_leave_nothing_behind(void) {
  i64 before = mem_live();
  Thread threads[4];
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_FATAL(thread_start(&threads[i], "churn", churn, NULL));
  }
  for (int i = 0; i < 4; i++) {
    thread_join(&threads[i]);
  }
  CU_ASSERT_EQUAL(mem_live(), before);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_block_is_as_large_as_was_asked_for),
                         CASE(blocks_given_back_count_as_freed),
                         CASE(blocks_of_different_sizes_are_not_mixed_up),
                         CASE(nothing_is_kept_where_memory_is_made_to_fail),
                         CASE(none_is_taken_back),
                         CASE(what_one_thread_takes_another_may_give_back),
                         CASE(threads_that_churn_leave_nothing_behind),
                         CU_TEST_INFO_NULL};
  return run_suite("pool", cases);
}
