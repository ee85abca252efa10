// life.h -- the turns of one actor's life, on its own thread. Not for users.
#ifndef ACTING_LIFE_H
#define ACTING_LIFE_H

#include "acting/control_messages.h"
#include "acting/runtime.h"

// Takes over a control message.
void life_control(Actor *actor, Message *message);

// Starts, where the spawn needed no START. True: it has to end.
bool life_start_unasked(Actor *actor);

// It was told to stop, or to be killed, by another way than a message.
void life_told(Actor *actor, ControlKind kind);

// Answers the request of the message at hand, if it is still open.
void life_answer(Actor *actor, AskOutcome outcome);

// User code has failed, as the activation says; what it handled is kept or
// given back.
void life_failed(Actor *actor);

// True: the actor has to end, for the reason it has noted.
bool life_is_over(Actor *actor);

// ---- For an actor that raises others (Keeper) ----

// It has started; for one that `starts_later`.
void life_started(Actor *actor);

// Its life ends with what it handles: as told, or as failed for this reason.
void life_end(Actor *actor, StopReason reason);
void life_fail(Actor *actor, const char *reason);

#endif
