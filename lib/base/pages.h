// pages.h -- memory from the system, page by page or all at once. Not for
// users.
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include "base/types.h"

// Says that all of this memory, which is the caller's, is about to be written:
// the system gives its pages at once, which is far cheaper than one by one at
// the first use of each. Where the system cannot, nothing happens. Any thread.
void pages_bring_in(void *memory, size_t size);

#endif
