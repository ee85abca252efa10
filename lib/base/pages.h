// pages.h -- memory from the system, page by page or all at once. Not for
// users.
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include "base/types.h"

// Gives `size` bytes of zeroed memory, brought in, that begins where a page
// does, or NULL. Return it with pages_give and the same size. Any thread.
MUST_USE void *pages_take(size_t size);
void pages_give(void *memory, size_t size);

// From now on pages are blocks of the heap, for who puts a program's memory
// back and so must find all of it there. To be called before any is taken.
void pages_come_from_heap(void);

// Says that much of this memory, reserved and not yet used, will be written
// from its front on: behind the first bytes of it the system may give 2 MiB at
// a time, which saves misses of its page tables when much is in use. Where the
// system does not do that, nothing happens. Any thread.
void pages_prefer_large(void *memory, size_t size);

// Says that all of this memory, which is the caller's, is about to be written:
// the system gives its pages at once, which is far cheaper than one by one at
// the first use of each. Where the system cannot, nothing happens. Any thread.
void pages_bring_in(void *memory, size_t size);

#endif
