// handler_time.h -- when a handler runs, and how long. Not for users.
#ifndef ACTING_HANDLER_TIME_H
#define ACTING_HANDLER_TIME_H

#include "acting/runtime.h"

// On the actor's thread. handler_ends also when it has failed, and without an
// effect when it has ended before.
void handler_begins(Actor *actor, const MessageInfo *info);
void handler_ends(Actor *actor);

#endif
