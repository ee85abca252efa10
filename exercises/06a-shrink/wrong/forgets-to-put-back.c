// WRONG, fails what_does_not_matter_is_set_to_0:
// a choice without which the run does not fail is not put back.
#include "shrink.h"

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  for (size_t i = 0; i < count; i++) {
    choices[i] = 0;
    if (!fails(context, choices, count)) break;
  }
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
