// places.h -- where the program is, in its own words.
//
// A place is an address in the program's text, wherever that was loaded. In a
// module of the library that was stepped with the program it is the place in
// the program from which that was called: who reads a report looks for their
// own lines. (Such modules lie in a section of their own, see tools/step.sh.)
#ifndef STEPPING_PLACES_H
#define STEPPING_PLACES_H

#include "base/types.h"

// Of the call behind which `address` lies.
u64 place_of_call(const void *address);

// A function was entered from there, and is left. A longjmp loses some.
void places_enter(const void *address);
void places_leave(void);

#endif
