// rng.c -- a counter with a big step, scrambled on the way out.
//
// The method is SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
// number generators", 2014): the state walks through all 2^64 values, and
// the mix makes neighbours look unrelated.
#include "base/rng.h"

#include "base/check.h"

static const u64 STEP = 0x9e3779b97f4a7c15;  // odd, 2^64 over the golden ratio

static u64 mix(u64 x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

void rng_seed(Rng *rng, u64 seed) {
  // Mixed, because the seeds n and n + STEP would give one sequence shifted.
  rng->state = mix(seed + STEP);
}

u64 rng_next(Rng *rng) {
  rng->state += STEP;
  return mix(rng->state);
}

u64 rng_below(Rng *rng, u64 n) {
  CHECK(n > 0);
  // 2^64 is rarely a multiple of n. The numbers below the remainder would
  // make some results likelier than others, so they are drawn again.
  u64 remainder = (UINT64_MAX - n + 1) % n;
  u64 drawn;
  do {
    drawn = rng_next(rng);
  } while (drawn < remainder);
  return drawn % n;
}
