// WRONG, fails what_does_not_matter_is_set_to_0:
// halves, quarters, and so on, but never one alone: what stands beside a choice
// that matters stays.
#include "shrink.h"

#include <string.h>

static void set(int *choices, size_t from, size_t size, size_t count,
                Fails *fails, void *context) {
  int before[512];
  if (from + size > count || size < 2) return;
  memcpy(before, choices + from, size * sizeof *choices);
  memset(choices + from, 0, size * sizeof *choices);
  if (fails(context, choices, count)) return;
  memcpy(choices + from, before, size * sizeof *choices);
  set(choices, from, size / 2, count, fails, context);
  set(choices, from + size / 2, size - size / 2, count, fails, context);
}

size_t shrink(int *choices, size_t count, Fails *fails, void *context) {
  set(choices, 0, count, count, fails, context);
  while (count > 0 && choices[count - 1] == 0) count--;
  return count;
}
