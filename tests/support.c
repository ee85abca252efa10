// support.c -- one suite a program, and the failures tests make on purpose.
#include "support.h"

#include <CUnit/Basic.h>
#include <poll.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

static i64 live_before;

static void before_case(void) {
  live_before = mem_live();
}

static void after_case(void) {
  CU_ASSERT_EQUAL(mem_live(), live_before);  // nothing leaks
}

// Keeps, in place, the cases whose name contains the text.
static void keep_only(CU_TestInfo *cases, const char *text) {
  CU_TestInfo *kept = cases;
  for (CU_TestInfo *each = cases; each->pName; each++) {
    if (strstr(each->pName, text)) *kept++ = *each;
  }
  *kept = (CU_TestInfo)CU_TEST_INFO_NULL;
}

int run_suite(const char *name, CU_TestInfo *cases) {
  // Whole lines at once: what a test printed before it hung or died is seen.
  setvbuf(stdout, NULL, _IOLBF, 0);
  const char *only = getenv("TEST_ONLY");
  if (only) keep_only(cases, only);

  CU_SuiteInfo suites[] = {
      {name, NULL, NULL, before_case, after_case, cases},
      CU_SUITE_INFO_NULL,
  };
  if (CU_initialize_registry() != CUE_SUCCESS ||
      CU_register_suites(suites) != CUE_SUCCESS) {
    fprintf(stderr, "%s: %s\n", name, CU_get_error_msg());
    return 1;
  }
  CU_basic_set_mode(CU_BRM_VERBOSE);
  CU_ErrorCode ran = CU_basic_run_tests();
  unsigned failures = CU_get_number_of_failures();
  CU_cleanup_registry();
  return ran == CUE_SUCCESS && failures == 0 ? 0 : 1;
}

void wait_step(i64 point, const char *condition) {
  if (clock_now() < point) {
    // Gives the processor away for a moment; how long does not matter.
    poll(NULL, 0, 1);
    return;
  }
  fprintf(stderr, "the time is up, and not yet: %s\n", condition);
  CU_FAIL_FATAL("wait_until: the time is up");
}

static atomic_llong allocations_left;
static atomic_bool allocation_refused;

static void *allocate_some(size_t size) {
  if (atomic_fetch_sub(&allocations_left, 1) > 0) return malloc(size);
  atomic_store(&allocation_refused, true);
  return NULL;
}

void memory_ends_after(i64 successes) {
  static const MemAllocator failing = {allocate_some, free};
  atomic_store(&allocations_left, successes);
  atomic_store(&allocation_refused, false);
  mem_set_allocator(&failing);
}

bool memory_is_back(void) {
  mem_set_allocator(NULL);
  return atomic_load(&allocation_refused);
}

static _Thread_local jmp_buf *way_out;

static void leave(const char *file, int line, const char *text) {
  (void)file, (void)line, (void)text;
  if (way_out) longjmp(*way_out, 1);
}

bool fails_a_check(void (*act)(void *arg), void *arg) {
  jmp_buf here;
  CheckHook *hook_before = check_set_hook(leave);
  way_out = &here;
  bool failed = true;
  if (setjmp(here) == 0) {
    act(arg);
    failed = false;
  }
  way_out = NULL;
  check_set_hook(hook_before);
  return failed;
}

u64 test_seed(void) {
  const char *text = getenv("TROUPE_SEED");
  u64 seed = text ? strtoull(text, NULL, 0) : 4711;
  printf("seed %llu\n", (unsigned long long)seed);
  return seed;
}
