// credits.h -- how many things may be under way at once.
//
// Whoever sends takes a credit for each thing, whoever is done gives it back:
// outstanding + free is the limit, always, so no more than `limit` things are
// ever under way and none of them needs to be refused on arrival. (Kung and
// Morris, "Credit-based flow control for ATM networks", 1995.) A plain struct,
// owned by one; no locks, no memory, nothing blocks.
#ifndef PASSING_CREDITS_H
#define PASSING_CREDITS_H

#include "base/types.h"

typedef struct Credits {
  u64 limit;  // set once
  u64 outstanding;
} Credits;

// All of them are free. A limit of 0 lets nothing through.
Credits credits_of(u64 limit);

// Takes up to `wanted` and says how many: as many as are free.
MUST_USE u64 credits_take(Credits *credits, u64 wanted);

// Gives back up to `count` and says how many: no more than are outstanding, so
// that one who gives too often makes no credits.
u64 credits_give(Credits *credits, u64 count);

// How many may still be taken now.
u64 credits_free(const Credits *credits);

#endif
