// baton.h -- a blocking actor's thread under the stepper. Not for users.
//
// An actor that may block needs a stack of its own to wait on. Its thread and
// the stepper's hand one baton to and fro: only who has it runs, so there is
// still one thread at a time, and the same choices give the same run. The actor
// gives it back when its activation is over, or in the middle of a handler when
// it waits; what has to be locked is locked by the hand-over itself.
#ifndef ACTING_BATON_H
#define ACTING_BATON_H

#include "acting/runtime.h"

typedef struct Baton Baton;

// Starts the thread, which waits for its first turn; actor->runner is its baton
// from now on. SPAWN_NO_MEMORY or SPAWN_NO_THREAD: nothing has happened.
SpawnOutcome baton_born(Actor *actor);

// Lets the actor run, up to the end of one activation or to a wait, and blocks
// until then. An actor that waits hears `outcome`. If it has ended its baton is
// freed, and its slot may be another's.
void baton_pass(Baton *baton, WaitOutcome outcome);

// On the actor's thread: waits for the cell as the stepper decides.
WaitOutcome baton_wait(Baton *baton, const WaitCell *cell, i64 point);

// The actor's thread.
pthread_t baton_thread(const Baton *baton);

// What the actor waits for, or NULL, and until when. By who has the baton.
const WaitCell *baton_cell(const Baton *baton, i64 *point);

#endif
