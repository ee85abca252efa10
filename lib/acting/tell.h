// tell.h -- the tell of actor.h, by a short way where one is. Not for users.
//
// A handler tells an actor of its own system something that owns no memory;
// nobody listens, nothing it sent before waits, and the mailbox has no bounds.
// Then most of what send.c asks is answered already. The short way does nothing
// that send.c would not do, and leaves to it all that is not so.
#ifndef ACTING_TELL_H
#define ACTING_TELL_H

#include "acting/runtime.h"

#if defined(NO_PLAIN)
enum { HAS_SHORT_WAY = false };
#else
enum { HAS_SHORT_WAY = true };
#endif

// As actor_tell.
MUST_USE TellOutcome tell(Ref to, const MessageInfo *info, void *fields);

#endif
