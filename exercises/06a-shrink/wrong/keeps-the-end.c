// WRONG, fails zeros_at_the_end_are_cut_off:
// sets to 0 all that it can, and leaves the row as long as it was.
#include "shrink.h"

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (size_t i = 0; i < count; i++) {
      int before = choices[i];
      if (before == 0) continue;
      choices[i] = 0;
      changed = fails(context, choices, count);
      if (!changed) choices[i] = before;
      if (changed) break;
    }
  }
  return count;
}
