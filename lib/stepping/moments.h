// moments.h -- vector clocks: what has happened before what.
//
// A thread's own entry counts its releases; what another thread knows of it is
// an entry of that one's clock. (C. Fidge, "Timestamps in message-passing
// systems that preserve the partial ordering", 1988; F. Mattern, 1989.)
#ifndef STEPPING_MOMENTS_H
#define STEPPING_MOMENTS_H

#include "stepping/plan.h"

typedef struct Moments {
  u32 of[PLAN_THREADS];
} Moments;

static inline void moments_join(Moments *into, const Moments *from) {
  for (int i = 0; i < PLAN_THREADS; i++) {
    if (from->of[i] > into->of[i]) {
      into->of[i] = from->of[i];
    }
  }
}

#endif
