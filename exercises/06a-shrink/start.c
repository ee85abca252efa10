// 06a-shrink, the start. Fails first: what_does_not_matter_is_set_to_0
//
// It leaves the run as it is. Yours: set to 0 what can be, and cut the end off.
#include "shrink.h"

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  (void)choices;
  (void)fails;
  (void)context;
  return count;
}
