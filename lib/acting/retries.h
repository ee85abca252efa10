// retries.h -- the message an actor failed at: dropped, tried again, set aside.
// Not for users; see surviving/supervisor.h.
//
// A message can be tried again if it is still whole: it was neither answered
// nor kept, and nothing was taken out of it. It goes back in front of the
// mailbox, its request still open. What failed too often is set aside, up to a
// bound; its asker hears ASK_FAILED.
#ifndef ACTING_RETRIES_H
#define ACTING_RETRIES_H

#include "acting/lives.h"

enum { MOST_ASIDE = 16 };

// The actor failed at this message. True: it is kept until retries_decide.
MUST_USE bool retries_keep(Actor *actor, Message *message);

// What was kept goes back into the mailbox, or aside; if no life follows it is
// undeliverable. Only the thread that runs the actor.
void retries_decide(Actor *actor, bool lives_again);

// The actor has ended: what was set aside is dead letters.
void retries_end(Actor *actor);

// Gives what was set aside, oldest first; a child that has ended has none. Any
// thread; to be given back or taken over.
MessageList retries_take(System *system, Ref child);

// Gives back what was taken, in front of what came meanwhile; of an actor that
// has ended they are dead letters.
void retries_return(System *system, Ref child, MessageList messages);

#endif
