// leftovers.h -- what an actor that ends has not handled. Not for users.
#ifndef ACTING_LEFTOVERS_H
#define ACTING_LEFTOVERS_H

#include "acting/runtime.h"

// Closes the mailbox and returns what is in the stash and in the mailbox, in
// order: each is shown to the type's on_undelivered, if the actor has started;
// what that neither answers nor hands on is returned: asks bounce, tells are
// dead letters. Only the thread that runs the actor, whose state still lives.
// False: there was nothing.
bool leftovers_return(Actor *actor);

#endif
