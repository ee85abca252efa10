// bounds.h -- how much a mailbox holds, and what becomes of the rest.
//
// Room is taken when a message is sent, so what was accepted always fits.
// Control messages, answers and news take none.
#ifndef TELLING_BOUNDS_H
#define TELLING_BOUNDS_H

#include "base/types.h"

// What becomes of a user message for which there is no room.
typedef enum FullPolicy {
  FULL_REFUSE,  // TELL_FULL, and it is still the sender's
  FULL_SLOW,    // a handler's message waits in its actor's outbox, and that
                // handles nothing more until it has left, or goes over the
                // bound once it is told to stop; outside handlers, and for
                // timers: TELL_FULL
  FULL_DROP_NEWEST,  // TELL_DROPPED: it becomes a dead letter; asks: ASK_FULL
  FULL_DROP_OLDEST   // it finds room: the oldest user message falls out, as a
                     // dead letter; of an ask the asker hears ASK_FULL
} FullPolicy;

// How much a mailbox holds; zero is the usual: no bound.
typedef struct MailboxBounds {
  size_t capacity;        // user messages; 0: no bound
  size_t capacity_bytes;  // of user messages (message_bytes); 0: no bound
  FullPolicy policy;
} MailboxBounds;

// How full a mailbox is.
typedef struct MailboxLoad {
  size_t length;      // user messages in it
  size_t bytes;       // of these
  size_t high_water;  // the most there ever were
  MailboxBounds bounds;
} MailboxLoad;

#endif
