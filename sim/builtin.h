// builtin.h -- the checks that nobody has to write.
//
//   deadlock      no actor waits for ever: in a ring, or when all is quiet
//   leaks         the program has freed its memory when it ends
//   dead_letters  no message goes to somebody who will never take it
//   quiescence    when all is quiet no message is left, and no ask is open
// The first two are on from the start; all are turned on and off by name. A
// search judges the first and the last two; it does not go on to the end.
#ifndef SIM_BUILTIN_H
#define SIM_BUILTIN_H

#include "checks.h"

// Fills all of them in, as they stand at first.
void builtins_init(CheckItem items[BUILTINS]);

// Tells one the model of the next step. True: it fails there, and check->found
// says what was found.
bool builtin_see(CheckItem *check, const Model *model);

#endif
