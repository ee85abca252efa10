// Tests of base/deadline.
#include "base/deadline.h"

#include "support.h"

static void the_units_agree(void) {
  CU_ASSERT_EQUAL(after_ms(3).ns, 3000000);
  CU_ASSERT_EQUAL(after_us(3).ns, 3000);
  CU_ASSERT_EQUAL(after_ns(3).ns, 3);
}

static void a_negative_span_is_now(void) {
  CU_ASSERT_TRUE(deadline_is_now(NOW));
  CU_ASSERT_TRUE(deadline_is_now(after_ms(0)));
  CU_ASSERT_TRUE(deadline_is_now(after_ms(-5)));
  CU_ASSERT_TRUE(deadline_is_now(after_ns(INT64_MIN)));
  CU_ASSERT_FALSE(deadline_is_now(after_ns(1)));
  CU_ASSERT_FALSE(deadline_is_now(NEVER));
}

static void a_span_too_long_to_count_is_never(void) {
  CU_ASSERT_EQUAL(after_ms(INT64_MAX).ns, NEVER.ns);
  CU_ASSERT_EQUAL(after_us(INT64_MAX / 999).ns, NEVER.ns);
}

static void a_point_is_the_start_and_the_span(void) {
  CU_ASSERT_EQUAL(deadline_point(after_ns(7), 100), 107);
  CU_ASSERT_EQUAL(deadline_point(NOW, 100), 100);
  CU_ASSERT_EQUAL(deadline_point((Deadline){-50}, 100), 100);
}

static void a_point_beyond_all_time_is_never(void) {
  CU_ASSERT_EQUAL(deadline_point(NEVER, 0), POINT_NEVER);
  CU_ASSERT_EQUAL(deadline_point(NEVER, 100), POINT_NEVER);
  CU_ASSERT_EQUAL(deadline_point(NEVER, -100), POINT_NEVER);
  CU_ASSERT_EQUAL(deadline_point(after_ns(7), POINT_NEVER), POINT_NEVER);
  CU_ASSERT_EQUAL(deadline_point(after_ns(7), POINT_NEVER - 3), POINT_NEVER);
}

static void the_clock_does_not_go_back(void) {
  i64 last = clock_now();
  for (int i = 0; i < 1000; i++) {
    i64 next = clock_now();
    CU_ASSERT_TRUE(next >= last);
    last = next;
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(the_units_agree),
      CASE(a_negative_span_is_now),
      CASE(a_span_too_long_to_count_is_never),
      CASE(a_point_is_the_start_and_the_span),
      CASE(a_point_beyond_all_time_is_never),
      CASE(the_clock_does_not_go_back),
      CU_TEST_INFO_NULL,
  };
  return run_suite("deadline", cases);
}
