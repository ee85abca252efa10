// Tests of base/check and of the two small things in base/types.
#include "base/check.h"

#include "support.h"

static void true_check(void *arg) {
  (void)arg;
  CHECK(1 + 1 == 2);
}

static void false_check(void *arg) {
  (void)arg;
  CHECK(1 + 1 == 3);
}

static void only_a_false_condition_fails(void) {
  CU_ASSERT_FALSE(fails_a_check(true_check, NULL));
  CU_ASSERT_TRUE(fails_a_check(false_check, NULL));
}

static void hook_one(const char *file, int line, const char *text) {
  (void)file, (void)line, (void)text;
}

static void setting_a_hook_gives_the_one_before(void) {
  CheckHook *before = check_set_hook(hook_one);
  CU_ASSERT_TRUE(check_set_hook(NULL) == hook_one);
  CU_ASSERT_PTR_NULL(check_set_hook(before));
}

static int times_asked;

static bool asked(void) {
  times_asked++;
  return true;
}

static void the_condition_is_evaluated_once(void) {
  times_asked = 0;
  CHECK(asked());
  CU_ASSERT_EQUAL(times_asked, 1);
}

MUST_USE static bool must_be_looked_at(void) {
  return false;
}

static void ignore_takes_any_outcome_without_a_warning(void) {
  ignore(must_be_looked_at());
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(only_a_false_condition_fails),
      CASE(setting_a_hook_gives_the_one_before),
      CASE(the_condition_is_evaluated_once),
      CASE(ignore_takes_any_outcome_without_a_warning),
      CU_TEST_INFO_NULL,
  };
  return run_suite("check", cases);
}
