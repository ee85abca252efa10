// seen.h -- the states that a search has come by, for models of protocols.
//
// A state is a struct without gaps, compared as bytes.
#ifndef TESTS_SEEN_H
#define TESTS_SEEN_H

#include "base/types.h"

typedef struct Seen Seen;

// Gives an empty set of states of `size` bytes. Free with seen_free.
Seen *seen_new(size_t size);
void seen_free(Seen *seen);

// True if the state is new; it is copied. Too many for a test are a failure
// that ends it.
bool seen_add(Seen *seen, const void *state);

size_t seen_count(const Seen *seen);

#endif
