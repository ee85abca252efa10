// watcher.h -- what somebody at the simulator types, each a step of its own.
// Not for users.
#ifndef ACTING_WATCHER_H
#define ACTING_WATCHER_H

#include "acting/runtime.h"

// Sends the message that `text` says, from the one called `you`. What cannot be
// sent is refused with a reason (ChoicePolicy.refused), and is no step.
void watcher_send(System *system, Ref to, const char *text);

// Kills the actor; the same.
void watcher_kill(System *system, Ref to);

// The one called `you`; and the answer to what cannot be done.
Actor *watcher_actor(System *system);
void watcher_refuse(System *system, const char *why);

#endif
