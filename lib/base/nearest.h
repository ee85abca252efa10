// nearest.h -- the name somebody probably meant.
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/types.h"

// How many letters must be put in, taken out, changed or swapped with their
// neighbour to turn one name into the other (optimal string alignment, a
// restricted Damerau distance). Names are compared up to 63 letters.
size_t name_distance(const char *a, const char *b);

// Remembers the nearest of the names it is shown; start with {.typed = TYPED}.
typedef struct Nearest {
  const char *typed;
  const char *best;  // NULL: nothing near enough to be worth a suggestion
  size_t distance;
} Nearest;

// Shows one more name, borrowed for as long as `best` is read.
void nearest_see(Nearest *nearest, const char *name);

#endif
