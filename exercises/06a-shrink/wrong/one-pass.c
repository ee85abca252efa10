// WRONG, fails what_becomes_needless_later_is_set_to_0_too:
// one pass, and what a later change made needless stays.
#include "shrink.h"

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  for (size_t i = 0; i < count; i++) {
    int before = choices[i];
    choices[i] = 0;
    if (!fails(context, choices, count)) choices[i] = before;
  }
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
