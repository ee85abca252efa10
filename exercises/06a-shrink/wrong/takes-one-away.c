// WRONG, fails what_does_not_matter_is_set_to_0:
// makes a choice smaller by one where 0 is too little; that is another run.
#include "shrink.h"

static bool pass(int *choices, size_t count, Fails *fails, void *context) {
  bool changed = false;
  for (size_t i = 0; i < count; i++) {
    while (choices[i] > 0) {
      choices[i]--;
      if (!fails(context, choices, count)) {
        choices[i]++;
        break;
      }
      changed = true;
    }
  }
  return changed;
}

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  while (pass(choices, count, fails, context)) continue;
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
