// inbox.h -- the lane into a mailbox that takes no lock. Not for users; see
// mailbox.h.
//
// One word holds the latest message, which holds the one before it, and so on:
// a stack that many push to and that its one receiver takes as a whole, turned
// round (R. K. Treiber, "Systems programming: coping with parallelism", 1986).
// The same word is the promise to run the actor: IDLE says that the inbox is
// empty and that nobody has promised, so exactly one push, the first after it,
// is told to. OFF sends all to the mailbox's lock.
#ifndef TELLING_INBOX_H
#define TELLING_INBOX_H

#include <stdatomic.h>
#include <stdint.h>

#include "telling/load.h"

typedef struct Inbox {
  _Atomic uintptr_t top;  // a message, or one of the words below
} Inbox;

enum {
  INBOX_EMPTY = 0,  // somebody has promised to run the actor
  INBOX_OFF = 1,
  INBOX_IDLE = 2
};

typedef enum InboxOutcome {
  INBOX_TAKEN,  // and somebody runs the actor
  INBOX_FIRST,  // and the caller has to have it run
  INBOX_IS_OFF  // nothing changed
} InboxOutcome;

// Any thread.
InboxOutcome inbox_push(Inbox *inbox, Message *message);

// Gives all messages, the oldest first, linked by `next`, and adds what they
// are to *load; NULL: there are none. The promise stands. Only the receiver's
// thread, or who holds the lock.
Message *inbox_take(Inbox *inbox, Load *load);

// Gives up the promise if the inbox is empty. False: it is not, or is off. Only
// the receiver's thread.
static inline bool inbox_rest(Inbox *inbox) {
  uintptr_t top = INBOX_EMPTY;
  return atomic_compare_exchange_strong(&inbox->top, &top, INBOX_IDLE);
}

// Makes the promise, for something that came by another way. True if nobody had
// made it: the caller has to have the actor run.
static inline bool inbox_wake(Inbox *inbox) {
  uintptr_t top = INBOX_IDLE;
  return atomic_compare_exchange_strong(&inbox->top, &top, INBOX_EMPTY);
}

// Turns it off and gives what was in it, as inbox_take; *promised says whether
// somebody has promised to run the actor. It was on. With the lock.
Message *inbox_off(Inbox *inbox, bool *promised);

// Turns it on. It was off. With the lock.
void inbox_on(Inbox *inbox, bool promised);

static inline bool inbox_is_on(Inbox *inbox) {
  // Relaxed: a hint; what follows asks again.
  return atomic_load_explicit(&inbox->top, memory_order_relaxed) != INBOX_OFF;
}

static inline bool inbox_is_idle(Inbox *inbox) {
  return atomic_load_explicit(&inbox->top, memory_order_relaxed) == INBOX_IDLE;
}

// True if nothing is in it, and it is on. A hint.
static inline bool inbox_is_empty(Inbox *inbox) {
  return atomic_load_explicit(&inbox->top, memory_order_relaxed) == INBOX_EMPTY;
}

// True if there are messages in it. A hint.
static inline bool inbox_holds_some(Inbox *inbox) {
  return atomic_load_explicit(&inbox->top, memory_order_relaxed) > INBOX_IDLE;
}

#endif
