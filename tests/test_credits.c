// Tests of passing/credits: one law.
#include "passing/credits.h"

#include "base/rng.h"
#include "support.h"

static void all_credits_are_free_at_first(void) {
  Credits credits = credits_of(5);
  CU_ASSERT_EQUAL(credits_free(&credits), 5);
  CU_ASSERT_EQUAL(credits.outstanding, 0);
}

static void as_many_are_taken_as_are_free(void) {
  Credits credits = credits_of(5);
  CU_ASSERT_EQUAL(credits_take(&credits, 3), 3);
  CU_ASSERT_EQUAL(credits_take(&credits, 3), 2);
  CU_ASSERT_EQUAL(credits_take(&credits, 1), 0);
  CU_ASSERT_EQUAL(credits_give(&credits, 1), 1);
  CU_ASSERT_EQUAL(credits_take(&credits, UINT64_MAX), 1);
}

static void who_gives_back_too_often_makes_no_credits(void) {
  Credits credits = credits_of(2);
  CU_ASSERT_EQUAL(credits_give(&credits, 1), 0);
  CU_ASSERT_EQUAL(credits_take(&credits, 1), 1);
  CU_ASSERT_EQUAL(credits_give(&credits, UINT64_MAX), 1);
  CU_ASSERT_EQUAL(credits_free(&credits), 2);
}

static void a_limit_of_none_lets_nothing_through(void) {
  Credits credits = credits_of(0);
  CU_ASSERT_EQUAL(credits_take(&credits, 1), 0);
  CU_ASSERT_EQUAL(credits_give(&credits, 1), 0);
}

static u64 amount(Rng *rng) {
  return rng_below(rng, 10) == 0 ? rng_next(rng) : rng_below(rng, 9);
}

static void outstanding_and_free_are_the_limit_always(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (u64 limit = 0; limit < 200; limit++) {
    u64 n = limit == 199 ? UINT64_MAX : limit;
    Credits credits = credits_of(n);
    u64 out = 0;  // by what was said
    for (int i = 0; i < 200; i++) {
      if (rng_below(&rng, 2) == 0) {
        out += credits_take(&credits, amount(&rng));
      } else {
        out -= credits_give(&credits, amount(&rng));
      }
      CU_ASSERT(credits.outstanding <= n);
      CU_ASSERT_EQUAL(credits.outstanding + credits_free(&credits), n);
      CU_ASSERT_EQUAL(credits.outstanding, out);
    }
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(all_credits_are_free_at_first),
                         CASE(as_many_are_taken_as_are_free),
                         CASE(who_gives_back_too_often_makes_no_credits),
                         CASE(a_limit_of_none_lets_nothing_through),
                         CASE(outstanding_and_free_are_the_limit_always),
                         CU_TEST_INFO_NULL};
  return run_suite("credits", cases);
}
