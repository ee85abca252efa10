// atoms.h -- what checks read of a world, as it prints: "bank.balance",
// "mailbox(ann)", "handled(ann)", "stopped(ann)", "inflight()",
// "queued()", "dead()", "step()". Not for users.
#ifndef ACTING_ATOMS_H
#define ACTING_ATOMS_H

#include "acting/world.h"

// Gives its index, the same for the same text. -1: it is not an atom.
int atoms_add(World *world, const char *text);

// Brings all values up to date, and says which have changed since.
void atoms_look(World *world);

#endif
