// receiving.h -- what becomes of a message that was taken. Not for users.
#ifndef ACTING_RECEIVING_H
#define ACTING_RECEIVING_H

#include "acting/runtime.h"

// Has the message handled, by the behaviour or by life.c, and frees it unless
// it went elsewhere. User code may leave by fail(). True: the actor has to end,
// for the reason it has noted. On the actor's thread.
bool receive(Actor *actor, Message *message);

#endif
