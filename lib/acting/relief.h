// relief.h -- a handler that sends so much that memory for messages runs short
// has some of it handled first. Not for users.
//
// Who sends a million messages in one go would fill fresh memory with them, and
// the first touch of that is dearer than all the rest of a message. So where a
// thread has borrowed more blocks than a near cache holds (pool.h), the
// dispatcher may run others before the handler goes on (nesting.h). Only where
// all is whole: at the beginning of a tell, an ask or a spawn by user code that
// holds no Mutex, while nobody listens or measures.
#ifndef ACTING_RELIEF_H
#define ACTING_RELIEF_H

#include "acting/runtime.h"
#include "base/pool.h"

APART void relieve(Actor *wanted);

// Other actors may have run, and ended, when it returns; above all the one that
// is told something now (NULL: nobody). Any thread.
static inline void relieve_if_short(Actor *wanted) {
  if (pool_is_short()) {
    relieve(wanted);
  }
}

#endif
