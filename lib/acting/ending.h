// ending.h -- an actor's end, and the end of one of its lives. Not for users.
//
// on_stop has run by now, or will not. On the thread that runs the actor.
#ifndef ACTING_ENDING_H
#define ACTING_ENDING_H

#include "acting/runtime.h"

// The actor is over: what waits comes back, what it had is freed, and whoever
// is to hear of it does. Its slot may be another's afterwards.
void ending_last(Actor *actor, StopReason reason);

// A life is over and another may follow; the actor is paused (lives.h). What
// the life had is let go, but for what the actor keeps over all its lives.
void ending_life(Actor *actor, StopReason reason);

#endif
