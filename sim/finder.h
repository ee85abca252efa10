// finder.h -- steps of the tape in which something is said to have happened.
#ifndef SIM_FINDER_H
#define SIM_FINDER_H

#include "tape.h"
#include "text.h"

typedef struct Found {
  u64 count;  // steps that match, in all
  u64 place;  // which of them this is, from 1; 0: there is none
  u64 step;
  bool wrapped;  // it was found from the other end of the tape on
  Text event;    // the first event of it that matches
} Found;

// The first step after `from` with an event that matches (pattern.h): by its
// kind, its actors' labels, its message. With `back` the last one before it.
// From the end of the tape it goes on at the other. The caller releases
// found->event.
void finder_find(const Tape *tape, const char *pattern, u64 from, bool back,
                 Found *found);

#endif
