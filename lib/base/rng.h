// rng.h -- random numbers that are the same on every machine.
//
// One number of state, so that a generator is saved and restored by copying
// it. For schedules and tests, not for secrets. No locks: one owner each.
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include "base/types.h"

typedef struct Rng {
  u64 state;
} Rng;

// Starts the sequence of this seed. Any seed will do, 0 too; neighbouring
// seeds give unrelated sequences.
void rng_seed(Rng *rng, u64 seed);

// The next number, any of the 2^64 alike.
u64 rng_next(Rng *rng);

// A number below n, each exactly as likely as the others. n is at least 1.
u64 rng_below(Rng *rng, u64 n);

#endif
