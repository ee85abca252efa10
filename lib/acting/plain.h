// plain.h -- the short way of the usual tell. Not for users.
//
// A handler tells an actor of its own system something that owns no memory;
// nobody listens, nothing it sent before waits, and the mailbox has no bounds.
// Then most of what send.c asks is answered already. It does nothing that
// send.c would not do, and leaves to it all that is not so.
#ifndef ACTING_PLAIN_H
#define ACTING_PLAIN_H

#include "acting/runtime.h"

#if defined(NO_PLAIN)
enum { HAS_SHORT_WAY = false };
#else
enum { HAS_SHORT_WAY = true };
#endif

// True: told. False: nothing has happened, and it has to go the long way.
bool plain_tell(Ref to, const MessageInfo *info, const void *fields);

#endif
