// census.h -- how many people live in a town, its streets, their houses. Given;
// do not change it.
//
// Each place has a clerk, who is an actor: a thread that owns what it knows and
// hears from others by messages only. A clerk sends one to each place inside,
// all of them before it hears of the first, and adds up what they tell it. Then
// it tells its own parent, and has nothing more to do.
#ifndef EXERCISE_CENSUS_H
#define EXERCISE_CENSUS_H

#include "base/types.h"

enum {
  CENSUS_INSIDE = 4,  // places inside a place, at most
  CENSUS_ROOM = 1,    // messages in a mailbox
};

typedef struct Place {
  const char *name;
  i64 people;                  // who live here, and in nothing inside
  const struct Place *inside;  // shared by all, written by nobody
  int count;                   // of those inside
} Place;

// Gives how many live in the place and in all that is inside, to any depth, and
// fills each[i] with how many of them live in inside[i]; `each` may be NULL.
// The caller does the work of the place's own clerk. Blocks until all others
// have reported, and their threads have ended. Any thread, several at a time.
i64 census(const Place *place, i64 *each);

#endif
