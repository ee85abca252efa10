// life.h -- one actor's life, as its dispatcher runs it. Not for users.
#ifndef ACTING_LIFE_H
#define ACTING_LIFE_H

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

// ---- For an actor that raises others (Keeper), on its own thread ----

// It has started; for one that `starts_later`.
void life_started(Actor *actor);

// Its life ends with what it handles: as told, or as failed for this reason.
void life_end(Actor *actor, StopReason reason);
void life_fail(Actor *actor, const char *reason);

#endif
