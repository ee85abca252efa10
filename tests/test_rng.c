// Tests of base/rng.
#include "base/rng.h"

#include "support.h"

static void the_numbers_are_the_same_on_every_machine(void) {
  // The published sequence of SplitMix64 from state 0. A change here breaks
  // every seed that was ever written down.
  Rng rng = {.state = 0};
  CU_ASSERT_EQUAL(rng_next(&rng), 0xe220a8397b1dcdaf);
  CU_ASSERT_EQUAL(rng_next(&rng), 0x6e789e6aa1b965f4);
  rng_seed(&rng, 4711);
  CU_ASSERT_EQUAL(rng_next(&rng), 0xc375819c6bfc6110);
}

static void equal_seeds_give_equal_sequences(void) {
  Rng one, two;
  rng_seed(&one, 42);
  rng_seed(&two, 42);
  for (int i = 0; i < 100; i++) {
    CU_ASSERT_EQUAL(rng_next(&one), rng_next(&two));
  }
}

static void neighbouring_seeds_give_unrelated_sequences(void) {
  for (u64 seed = 0; seed < 100; seed++) {
    Rng one, two;
    rng_seed(&one, seed);
    rng_seed(&two, seed + 1);
    int same = 0;
    for (int i = 0; i < 64; i++) {
      same += (rng_next(&one) & 1) == (rng_next(&two) & 1);
    }
    // Fair coins agree 32 times, and outside this once in 300,000 seeds.
    CU_ASSERT_TRUE(12 < same && same < 52);
  }
}

static void a_number_below_n_is_below_n_and_meets_all_of_them(void) {
  Rng rng;
  rng_seed(&rng, 1);
  for (u64 n = 1; n < 20; n++) {
    bool met[20] = {false};
    for (int i = 0; i < 2000; i++) {
      u64 drawn = rng_below(&rng, n);
      CU_ASSERT_TRUE_FATAL(drawn < n);
      met[drawn] = true;
    }
    for (u64 i = 0; i < n; i++) CU_ASSERT_TRUE(met[i]);
  }
  CU_ASSERT_TRUE(rng_below(&rng, UINT64_MAX) < UINT64_MAX);
}

static void a_large_range_is_not_biased_to_its_low_half(void) {
  // With a plain remainder, numbers below 2^62 would come up twice as often
  // as the others in this range.
  const u64 n = ((u64)1 << 63) + ((u64)1 << 62);
  Rng rng;
  rng_seed(&rng, 1);
  int low = 0;
  for (int i = 0; i < 3000; i++) low += rng_below(&rng, n) < n / 3;
  CU_ASSERT_TRUE(900 < low && low < 1100);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(the_numbers_are_the_same_on_every_machine),
      CASE(equal_seeds_give_equal_sequences),
      CASE(neighbouring_seeds_give_unrelated_sequences),
      CASE(a_number_below_n_is_below_n_and_meets_all_of_them),
      CASE(a_large_range_is_not_biased_to_its_low_half),
      CU_TEST_INFO_NULL,
  };
  return run_suite("rng", cases);
}
