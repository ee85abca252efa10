// guest.h -- a thread outside as one of the workers, for the time of its wait.
// Not for users; see helping.h.
//
// It begins with the actor that it has asked, and goes on with whom that makes
// ready, in a worker's order (worker.h), until its answer is there. So what
// belongs together stays on its core, and is made and ended without a lock. The
// others may steal from it, as from each other; it takes nothing from them, and
// nothing that came from outside. What it leaves over goes to all.
//
// One thread at a time: another one that asks meanwhile hands its actor over.
#ifndef ACTING_GUEST_H
#define ACTING_GUEST_H

#include "acting/seeking.h"

// Runs an actor that counts in System.busy, and what follows from it, until the
// cell is filled or nothing is left to run here. No worker's thread.
void guest_run(Pool *pool, Actor *actor, WaitCell *cell);

#endif
