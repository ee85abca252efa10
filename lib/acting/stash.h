// stash.h -- messages put aside until their time comes: selective receive.
//
// An actor that waits for one kind of message puts the others aside and takes
// them back when it can handle them:
//
//   case BANK_DEPOSIT:
//     if (!self->open) {
//       CHECK(stash() == STASH_OK);
//       break;
//     }
//
// Inside only, none of it blocks or needs memory. A stash is bounded by
// SpawnOptions.stash. What is in it counts against no bound of the mailbox, and
// does again once it is back there, where it needs no room: a mailbox that then
// holds more than it should has no room until it holds less. At the actor's end
// what is in the stash is returned before what is in the mailbox, in order.
#ifndef ACTING_STASH_H
#define ACTING_STASH_H

#include "telling/outcome.h"

enum { STASH_USUAL = 64 };  // messages, where SpawnOptions leaves it open

// Puts the message being handled aside, with its request if that is open; the
// handler must not read it any more. A CHECK that there is one, and that the
// actor has not ended (on_undelivered). STASH_FULL: nothing has changed.
MUST_USE StashOutcome stash(void);

// Puts all, or the one that was put aside first, back in front of the mailbox,
// in the order in which they were put aside. Urgent messages still come first.
// Nothing if the stash is empty.
void unstash_all(void);
void unstash_one(void);

// How many messages are aside.
size_t stash_length(void);

#endif
