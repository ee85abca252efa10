// channel.h -- a bounded queue with two ends, closed from either of them.
//
// Any number of senders, counted, and one receiver. Each end belongs to
// someone who drops it exactly once; when both ends are gone the channel
// frees itself, so nobody has to know who was last. Several threads may send
// through one counted sender, as long as they are done before it is dropped.
#ifndef PASSING_CHANNEL_H
#define PASSING_CHANNEL_H

#include "base/deadline.h"
#include "base/types.h"

typedef struct Channel Channel;

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_FULL,     // asked with NOW, and there is no room
  CHANNEL_EMPTY,    // asked with NOW, and there is nothing
  CHANNEL_TIMEOUT,  // the deadline passed first
  CHANNEL_CLOSED,   // the other end is gone; for a receiver: and all is drained
} ChannelOutcome;

// Gives a channel with one sender and its receiver, or NULL when out of
// memory. Both numbers are at least 1. The caller owns both ends.
MUST_USE Channel *channel_new(size_t element_size, size_t capacity);

// One sender more. Called by someone who holds a sender, and before handing
// the new one to its owner.
void channel_add_sender(Channel *channel);

// Ends one sender. The last one closes the channel: the receiver drains what
// is inside and then sees CHANNEL_CLOSED. Never blocks.
void channel_drop_sender(Channel *channel);

// Ends the receiver. Senders, also those that wait, see CHANNEL_CLOSED. Each
// item left inside is handed to `undelivered`, on this thread and under no
// lock; it owns what the item owns. NULL if items own nothing. Never blocks.
void channel_drop_receiver(Channel *channel, void (*undelivered)(void *item));

// CHANNEL_OK: *item has moved; its bytes were copied in and are now zero, so
// a pointer in it is NULL. CHANNEL_FULL, CHANNEL_TIMEOUT, CHANNEL_CLOSED:
// refused, *item is untouched and still the caller's. Blocks up to the
// deadline.
MUST_USE ChannelOutcome channel_send(Channel *channel, void *item,
                                     Deadline deadline);

// CHANNEL_OK: the oldest item is now *item's. CHANNEL_EMPTY, CHANNEL_TIMEOUT,
// CHANNEL_CLOSED: *item is untouched. Blocks up to the deadline.
MUST_USE ChannelOutcome channel_recv(Channel *channel, void *item,
                                     Deadline deadline);

// How many items are inside, and how many threads wait at either end; both
// may be out of date on return. The caller holds an end.
size_t channel_length(Channel *channel);
size_t channel_waiting(Channel *channel);

#endif
