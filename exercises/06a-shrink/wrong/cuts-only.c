// WRONG, fails what_does_not_matter_is_set_to_0:
// only cuts the end off, as long as the run still fails.
#include "shrink.h"

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  while (count > 0 && fails(context, choices, count - 1)) count--;
  return count;
}
