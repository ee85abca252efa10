// idle.h -- a message when nothing has happened for a while.
//
// Inside only. It comes once a silence, urgent, and counts against no bound;
// the next message handled starts the span anew. What the actor's own timers
// bring does not break the silence. Without it set, it costs one branch a
// message; set, a look at the clock and a move in the heap of timers.
#ifndef ACTING_IDLE_H
#define ACTING_IDLE_H

#include "acting/ask.h"
#include "acting/dispatch.h"

// From now on `brings`, a message without fields of the actor's own protocol,
// comes when its behaviour has handled no message for the span (a CHECK: over
// 0); NEVER: it comes no more, not even if it waits in the mailbox already.
// Replaces what was set before. TELL_OK, or TELL_NO_MEMORY: then all is as it
// was. If there is no memory when the span is to start anew, it starts with the
// message after that.
MUST_USE TellOutcome actor_idle_after(Deadline span, PlainCarrier *brings);

// ---- For the runtime ----

// The actor, which has set this, has handled a message.
void idle_renew(Actor *actor);

#endif
