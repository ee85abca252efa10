// 06a-shrink, a solution: one choice after the other, until nothing changes.
#include "shrink.h"

// Sets each choice to 0 without which the run still fails. True: there was one.
static bool pass(int *choices, size_t count, Fails *fails, void *context) {
  bool changed = false;
  for (size_t i = 0; i < count; i++) {
    int before = choices[i];
    if (before == 0) continue;
    choices[i] = 0;
    if (fails(context, choices, count)) {
      changed = true;
    } else {
      choices[i] = before;
    }
  }
  return changed;
}

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  while (pass(choices, count, fails, context)) continue;
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
