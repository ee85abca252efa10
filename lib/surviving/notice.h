// notice.h -- news for an actor in a message of its own protocol. Not for
// users.
//
// Who wants news names the message by its kind, a number that may be sent: the
// descriptor is found by the receiver's type. News counts against no bound.
#ifndef SURVIVING_NOTICE_H
#define SURVIVING_NOTICE_H

#include "acting/actor_type.h"
#include "acting/dispatch.h"
#include "telling/message.h"
#include "telling/outcome.h"

// The type of an actor that has not ended, or NULL. Any thread.
const ActorType *notice_type(Ref ref);

// The descriptor of the message of that kind of the actor's protocol; NULL: it
// has ended, or there is no such kind.
const MessageInfo *notice_info(Ref to, u64 kind);

// Sends the message, made with MESSAGE_NOTICE; takes it over in any case. What
// arrives nowhere is a dead letter.
void notice_send(System *system, Message *message);

// Tells with the fields moved as tells do. TELL_NO_MEMORY, TELL_STOPPED,
// TELL_STRANGER: nothing has happened.
MUST_USE TellOutcome notice_tell(Ref to, const MessageInfo *info, void *fields);

#endif
