// support.h -- what every test program shares.
//
// A test program is a table of cases, whose names are sentences, and
// `return run_suite("module", cases)`. Assertions are CUnit's and stand in the
// main thread; workers report by message or by what they leave for the join.
// After each case every block of base/mem must have been freed.
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <CUnit/CUnit.h>

#include "base/deadline.h"
#include "base/types.h"

#define CASE(name) \
  { #name, name }

// Runs the cases (the last one CU_TEST_INFO_NULL) and gives the exit code of
// the program: 0 when all passed. TEST_ONLY=text in the environment runs
// those whose name contains the text.
int run_suite(const char *name, CU_TestInfo *cases);

// Looks again and again until the condition holds; when the time is up first,
// the case fails and ends. The condition asks for a state, never for a time.
#define wait_until(condition, deadline)                     \
  do {                                                      \
    i64 wait_point = deadline_point(deadline, clock_now()); \
    while (!(condition)) wait_step(wait_point, #condition); \
  } while (0)
void wait_step(i64 point, const char *condition);

// Long enough for anything that is going to happen at all, on a busy machine
// and under a sanitizer.
#define PATIENCE after_ms(20000)

// From now on `successes` allocations succeed and all later ones fail.
void memory_ends_after(i64 successes);

// Memory is back. True if an allocation was refused meanwhile.
bool memory_is_back(void);

// True if act(arg) fails a CHECK on this thread, which leaves act where the
// CHECK stands.
MUST_USE bool fails_a_check(void (*act)(void *arg), void *arg);

// 1 in a program built with SAN=thread.
#if defined(__SANITIZE_THREAD__)
#define UNDER_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define UNDER_THREAD_SANITIZER 1
#endif
#endif
#ifndef UNDER_THREAD_SANITIZER
#define UNDER_THREAD_SANITIZER 0
#endif

// The seed of random tests: TROUPE_SEED from the environment, or 4711. Printed
// at each call, so that a failure shows it.
u64 test_seed(void);

#endif
