// dump.h -- what a system that hangs looks like from inside.
#ifndef STRESS_DUMP_H
#define STRESS_DUMP_H

#include "acting/system.h"

// Writes to standard error which actors live, and of each what it waits for and
// what lies in its mailbox. It looks without asking those who own what it looks
// at: for a system in which nothing moves, just before the process ends.
void dump_system(System *system);

#endif
