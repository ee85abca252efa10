// WRONG, fails news_travels_by_a_third:
// takes over only the count of the one who sent, the largest.
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
  int sender = 0;
  for (int i = 1; i < CLOCKS; i++) {
    if (carried->at[i] >= carried->at[sender]) sender = i;
  }
  if (carried->at[sender] > own->at[sender]) {
    own->at[sender] = carried->at[sender];
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
