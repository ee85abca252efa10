// intensity.h -- how many restarts in how long: a sliding period.
#ifndef SURVIVING_INTENSITY_H
#define SURVIVING_INTENSITY_H

#include "telling/block.h"

typedef struct Intensity {
  u32 most;
  i64 period;
  i64 *times;  // a ring of `most`, a block
  u32 first;
  u32 count;
} Intensity;

// False: out of memory. What it needs hangs on the owner.
MUST_USE bool intensity_init(Intensity *intensity, BlockOwner *owner, u32 most,
                             i64 period);

// Counts an attempt at `now`. False: it would be more than `most` within the
// period that ends now.
MUST_USE bool intensity_allows(Intensity *intensity, i64 now);

#endif
