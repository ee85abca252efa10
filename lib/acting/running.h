// running.h -- what a dispatcher does with an actor that has mail. Not for
// users.
#ifndef ACTING_RUNNING_H
#define ACTING_RUNNING_H

#include "acting/runtime.h"

typedef enum Activity {
  ACTIVITY_RESTS,   // no mail; the next push hands it to ready() again
  ACTIVITY_SLOWED,  // it waits for room; whoever makes it hands it to ready()
  ACTIVITY_AGAIN,   // the budget is used up; it is to be run again
  ACTIVITY_ENDED    // it is over, and the slot may be another's by now
} Activity;

// Handles up to `budget` messages on the calling thread. One thread at a time
// for one actor.
Activity actor_activate(Actor *actor, size_t budget);

// The same for a caller that runs many, and has set activation()->landing: a
// failure goes there, and has to be followed by actor_recover.
Activity actor_run(Actor *actor, size_t budget);

// What the activation that failed comes to.
Activity actor_recover(void);

#endif
