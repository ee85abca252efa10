// intensity.c -- the times of the attempts that still count.
#include "surviving/intensity.h"

bool intensity_init(Intensity *intensity, BlockOwner *owner, u32 most,
                    i64 period) {
  *intensity = (Intensity){.most = most, .period = period};
  if (most == 0) {
    return true;
  }
  intensity->times = block_new(owner, most * sizeof *intensity->times);
  return intensity->times != NULL;
}

bool intensity_allows(Intensity *intensity, i64 now) {
  while (intensity->count > 0 &&
         now - intensity->times[intensity->first] > intensity->period) {
    intensity->first = (intensity->first + 1) % intensity->most;
    intensity->count--;
  }
  if (intensity->count == intensity->most) {
    return false;
  }
  u32 last = (intensity->first + intensity->count) % intensity->most;
  intensity->times[last] = now;
  intensity->count++;
  return true;
}
