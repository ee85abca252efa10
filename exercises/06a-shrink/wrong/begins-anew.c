// WRONG, fails a_long_run_is_done_in_few_runs:
// begins anew after each success, and asks again about what is 0 already: the
// right row, after a hundred thousand runs.
#include "shrink.h"

static bool one(int *choices, size_t count, Fails *fails, void *context) {
  for (size_t i = 0; i < count; i++) {
    int before = choices[i];
    choices[i] = 0;
    if (fails(context, choices, count)) {
      if (before != 0) return true;
    } else {
      choices[i] = before;
    }
  }
  return false;
}

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  while (one(choices, count, fails, context)) continue;
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
