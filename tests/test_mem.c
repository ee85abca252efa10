// Tests of base/mem.
#include "base/mem.h"

#include "base/thread.h"
#include "support.h"

static void a_block_is_zeroed(void) {
  unsigned char *block = mem_try(1000);
  CU_ASSERT_PTR_NOT_NULL_FATAL(block);
  int sum = 0;
  for (int i = 0; i < 1000; i++) sum += block[i];
  CU_ASSERT_EQUAL(sum, 0);
  mem_free(block);
}

static void a_block_of_size_zero_is_a_block(void) {
  void *block = mem_try(0);
  CU_ASSERT_PTR_NOT_NULL(block);
  mem_free(block);
}

static void a_product_that_does_not_fit_is_refused(void) {
  CU_ASSERT_PTR_NULL(mem_try_array(SIZE_MAX / 2, 3));
  void *none = mem_try_array(0, 8);
  CU_ASSERT_PTR_NOT_NULL(none);
  mem_free(none);
}

static void live_blocks_are_counted(void) {
  i64 before = mem_live();
  i64 *one = mem_new(i64);
  i64 *many = mem_array(i64, 12);
  CU_ASSERT_EQUAL(mem_live(), before + 2);
  mem_free(one);
  mem_free(NULL);
  CU_ASSERT_EQUAL(mem_live(), before + 1);
  mem_free(many);
  CU_ASSERT_EQUAL(mem_live(), before);
}

static void free_it(void *block) {
  mem_free(block);
}

static void a_block_freed_by_another_thread_is_no_longer_counted(void) {
  i64 before = mem_live();
  void *block = mem_try(8);
  Thread thread;
  CU_ASSERT_TRUE_FATAL(thread_start(&thread, "freer", free_it, block));
  thread_join(&thread);
  CU_ASSERT_EQUAL(mem_live(), before);
}

static void the_allocator_can_be_made_to_fail(void) {
  memory_ends_after(1);
  void *first = mem_try(8);
  void *second = mem_try(8);
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_PTR_NOT_NULL(first);
  CU_ASSERT_PTR_NULL(second);
  mem_free(first);
}

static void an_allocator_that_was_never_refused_says_so(void) {
  memory_ends_after(1);
  void *block = mem_try(8);
  CU_ASSERT_FALSE(memory_is_back());
  mem_free(block);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_block_is_zeroed),
      CASE(a_block_of_size_zero_is_a_block),
      CASE(a_product_that_does_not_fit_is_refused),
      CASE(live_blocks_are_counted),
      CASE(a_block_freed_by_another_thread_is_no_longer_counted),
      CASE(the_allocator_can_be_made_to_fail),
      CASE(an_allocator_that_was_never_refused_says_so),
      CU_TEST_INFO_NULL,
  };
  return run_suite("mem", cases);
}
