// latch.c -- look, and look on.
#include "base/latch.h"

#include "base/thread.h"

enum { LOOKS = 200 };  // before others may run

void latch_wait(Latch *latch) {
  // Relaxed: who sees it free tries to get it, which acquires.
  for (int i = 0; atomic_load_explicit(&latch->held, memory_order_relaxed);
       i++) {
    if (i >= LOOKS) {
      thread_yield();
    }
  }
}
