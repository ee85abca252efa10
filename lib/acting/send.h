// send.h -- effects: how a message leaves its sender and arrives. Not for
// users.
//
// Every effect of a handler leaves in program order: at once, or, where the
// dispatcher holds outboxes, one step each. Whatever cannot be delivered is
// bounced to its asker or becomes a dead letter.
#ifndef ACTING_SEND_H
#define ACTING_SEND_H

#include "acting/runtime.h"

// Who sends on this thread to actors of `system`: the running actor, or main.
Actor *sender_in(System *system);

// Finds the target; anything but TELL_OK: nothing can be sent to it from here.
MUST_USE TellOutcome send_find(Ref to, System **system, Actor **target);

// Reserves room for one more user message of `bytes` at the target. If that
// slows its senders, and the caller is one that can wait, *waits is given
// MESSAGE_ROOMLESS: the message will wait in the outbox. With NULL never.
MUST_USE TellOutcome send_reserve(System *system, Actor *target, Ref to,
                                  size_t bytes, u16 *waits);

// Gives back the room reserved for a message that will not arrive.
void send_unreserve(System *system, const Message *message);

// Lets go who waits for room in the actor's mailbox: after each change that may
// have made room, or that makes waiting for it vain.
void send_room_made(System *system, Actor *actor);

// Gives a message to `to` with the fields moved into it (fields_send) and room
// reserved for it, or, with MESSAGE_ROOMLESS among the flags, one that will
// wait for room (see send_reserve). NULL: *why says it, and nothing has
// changed; but a tell with TELL_DROPPED has been a message, and is a dead
// letter now.
MUST_USE Message *send_make(System *system, Actor *target, Ref to,
                            const MessageInfo *info, u16 flags, void *fields,
                            TellOutcome *why);

// Gives the message its sender and number, and says that it is sent.
void send_stamp(System *system, Actor *from, Message *message);

// Moves the message out of its sender: into the outbox, or on to arrive.
void send_leave(System *system, Actor *from, Message *message);

// The same for a message that has a sender and a number already, and is said to
// be sent.
void send_stamped(System *system, Actor *from, Message *message);

// The message arrives: in its mailbox, at a waiting asker, or at a timer.
void send_arrive(System *system, Message *message);

// What becomes of a message that no handler will see; takes it over.
void send_undeliverable(System *system, Actor *from, Message *message,
                        TellOutcome why);

// Arms a timer; it counts as busy until it has fired or was removed, unless it
// is weak.
void send_arm(System *system, Timer *timer, i64 point);

#endif
