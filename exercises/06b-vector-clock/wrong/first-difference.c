// WRONG, fails who_has_not_heard_of_each_other_is_concurrent:
// the first place that differs decides, as with words.
#include "vector_clock.h"

#include <stdbool.h>

void clock_step(VectorClock *own, int me) {
  own->at[me]++;
}

VectorClock clock_send(VectorClock *own, int me) {
  clock_step(own, me);
  return *own;
}

void clock_receive(VectorClock *own, int me, const VectorClock *carried) {
  for (int i = 0; i < CLOCKS; i++) {
    if (carried->at[i] > own->at[i]) own->at[i] = carried->at[i];
  }
  clock_step(own, me);
}

Order clock_compare(const VectorClock *one, const VectorClock *other) {
  bool less = false;
  bool more = false;
  for (int i = 0; i < CLOCKS; i++) {
    if (less || more) continue;
    less = one->at[i] < other->at[i];
    more = one->at[i] > other->at[i];
  }
  if (less && more) return CONCURRENT;
  if (less) return BEFORE;
  return more ? AFTER : SAME;
}
