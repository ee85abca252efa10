// mailbox_course.h -- what a mailbox goes through: a pause, the end of its
// actor or of one of its lives. Not for users.
//
// A paused mailbox takes messages as ever and gives only urgent control mail,
// until it is resumed.
#ifndef TELLING_MAILBOX_COURSE_H
#define TELLING_MAILBOX_COURSE_H

#include "telling/mailbox.h"

// True if user messages to `target` may come: its actor neither has ended nor
// is ending. It may be full.
bool mailbox_is_open(Mailbox *box, Ref target);

// From now on it gives only urgent control mail, and what MESSAGE_WAKES came
// after this. With `refuses_asks` it takes no asks meanwhile.
void mailbox_pause(Mailbox *box, bool refuses_asks);

// True if it is the mailbox of `target` and takes no asks now.
bool mailbox_refuses_asks(Mailbox *box, Ref target);

// Takes reservations again after mailbox_drain.
void mailbox_reopen(Mailbox *box);

// Moves *message, no user's, in front of all that waits and ends the pause.
// Into a mailbox that is not paused, and has no bounds, as mailbox_push.
MUST_USE MailboxOutcome mailbox_resume(Mailbox *box, Message **message,
                                       bool *schedule);

// Refuses all further reservations for `target`; what is reserved still
// arrives.
void mailbox_drain(Mailbox *box, Ref target);

// Without memory: mailbox_drain, and its actor is to end. *schedule as for
// mailbox_push. False: not the mailbox of `target` any more.
MUST_USE bool mailbox_end(Mailbox *box, Ref target, MailboxEnd end,
                          bool *schedule);

// True if the actor, whom mailbox_pop has just given nothing, is to end: *now
// or because nothing is left. Once for each mailbox_end.
MUST_USE bool mailbox_ends(Mailbox *box, bool urgent_only, bool *now);

// The same without an effect.
bool mailbox_is_ending(Mailbox *box, bool urgent_only);

// Refuses everything from now on. True: there is something in it, to be popped
// still.
bool mailbox_close(Mailbox *box);

#endif
