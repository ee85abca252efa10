// handling.h -- the message that an actor handles, taken away from its handler.
// Not for users.
#ifndef ACTING_HANDLING_H
#define ACTING_HANDLING_H

#include "acting/runtime.h"

// The running actor; a CHECK that its handler still has its message.
Actor *handling_actor(void);

// Gives the message, which the handler has no more. It is an ask if its request
// is still open here, and a tell otherwise, whatever it was.
Message *handling_let_go(Actor *self);

#endif
