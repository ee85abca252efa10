// zoo.h -- how many visitors are in the zoo. The contract is given; do not
// change it.
//
// The zoo has some gates. A visitor comes in at one of them and goes out at
// any. Several can pass the same gate at once.
#ifndef EXERCISE_ZOO_H
#define EXERCISE_ZOO_H

#include "base/types.h"

// Memory moves between cores in lines of so many bytes.
enum { GATES = 3, LINE = 64 };

// Given. Zeroed memory that begins where such a line does, so that alignas
// holds in it; to be given back with ground_give.
void *ground_take(size_t size);
void ground_give(void *ground);

typedef struct Zoo Zoo;

// Gives an empty zoo, free with zoo_free when nobody uses it any more.
Zoo *zoo_new(void);
void zoo_free(Zoo *zoo);

// All below: any thread, several at a time. They take no lock, and nobody
// waits in them or looks again and again. Gates have the numbers 0 to GATES
// - 1.

// A visitor comes in / goes out. Who goes out has come in before.
void zoo_enter(Zoo *zoo, int gate);
void zoo_leave(Zoo *zoo, int gate);

// How many are inside. Exact, if nobody passes a gate meanwhile. Otherwise it
// may be too many, but not too few: whoever is inside from the beginning of
// the call to its end is counted.
long zoo_inside(Zoo *zoo);

// Where that gate's counts lie. No two gates are less than a line apart.
const void *zoo_gate(const Zoo *zoo, int gate);

#endif
