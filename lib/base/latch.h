// latch.h -- a lock that is held for a few instructions. Not for users.
//
// A Mutex checks who holds it, counts, tells a listener, and can put a thread
// to sleep: some 12 ns where nobody else wants it. A latch is one exchange, for
// places where that is felt: nothing is called while it is held that waits, and
// no user code. Who finds it held tries again, and after a while lets other
// threads run between two tries, for its holder may have lost its core.
// (T. Anderson, "The performance of spin lock alternatives for shared-memory
// multiprocessors", 1990.) The price: threads of real-time priorities, of which
// one waits for a lower one, could wait for ever.
#ifndef BASE_LATCH_H
#define BASE_LATCH_H

#include <stdatomic.h>

#include "base/types.h"

typedef struct Latch {
  atomic_bool held;
} Latch;  // zeroed: free

APART void latch_wait(Latch *latch);

// Pairs with the release in latch_unlock.
static inline void latch_lock(Latch *latch) {
  while (atomic_exchange_explicit(&latch->held, true, memory_order_acquire)) {
    latch_wait(latch);
  }
}

static inline void latch_unlock(Latch *latch) {
  atomic_store_explicit(&latch->held, false, memory_order_release);
}

#endif
