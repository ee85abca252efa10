// WRONG, fails a_sending_comes_before_its_receiving:
// the message carries the time before its sending.
#include "vector_clock.h"

#include <stdbool.h>

void clock_step(VectorClock *own, int me) {
  own->at[me]++;
}

VectorClock clock_send(VectorClock *own, int me) {
  VectorClock carried = *own;
  clock_step(own, me);
  return carried;
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
    less = less || one->at[i] < other->at[i];
    more = more || one->at[i] > other->at[i];
  }
  if (less && more) return CONCURRENT;
  if (less) return BEFORE;
  return more ? AFTER : SAME;
}
