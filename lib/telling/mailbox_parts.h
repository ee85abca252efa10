// mailbox_parts.h -- what a mailbox is made of, its lock, and what may be done
// under it. Not for users; see mailbox.h.
#ifndef TELLING_MAILBOX_PARTS_H
#define TELLING_MAILBOX_PARTS_H

#include <stdatomic.h>

#include "base/thread.h"
#include "telling/bounds.h"
#include "telling/inbox.h"
#include "telling/message_list.h"

// What only a mailbox with bounds has, or one that has had them.
typedef struct MailboxRoom {
  MailboxBounds bounds;
  size_t reserved;        // user messages sent and not yet arrived
  size_t reserved_bytes;  // of those
  size_t aside;           // user messages taken out that still count
  size_t aside_bytes;     // of those
} MailboxRoom;

typedef struct Mailbox {
  Inbox inbox;
  Message *taken;  // only the receiver: what came by the inbox, oldest first

  _Atomic Load taken_load;  // of that
  _Atomic u32 high_water;   // of the length, since it was opened
  _Atomic u32 generation;   // whose messages are taken; 0: closed

  // Protected by the mailbox's lock, which is one of a few (mailbox_parts.c).
  bool scheduled;  // the promise, while the inbox is off
  bool draining;   // refuses what was not reserved before
  bool paused;     // gives urgent control mail only
  u8 end;          // a MailboxEnd

  // In a word of their own: a compiler may read neighbours together.
  _Atomic bool beside;  // there may be something under the lock
  // No asks while it is paused. Stored under the lock; looked at first without
  // it, relaxed: who sees it late has asked before.
  atomic_bool refuses_asks;
  // Somebody waits for room. Stored before a reservation is tried, loaded after
  // room was made: between them lies the lock, so both may be relaxed.
  atomic_bool wanted;
  Lane urgent;
  Lane usual;         // in front those with MESSAGE_FIRST, until taken
  Load lanes_load;    // of all lanes
  MailboxRoom *room;  // NULL: there are no bounds
} Mailbox;

// How its actor is to end where there was no memory for a message that says so.
typedef enum MailboxEnd {
  MAILBOX_GOES_ON,
  MAILBOX_ENDS_LAST,  // when there is nothing left to take
  MAILBOX_ENDS_NOW    // before anything else: it gives no message any more
} MailboxEnd;

// In place, closed.
void mailbox_init(Mailbox *box);
// Empty, or drained by the caller.
void mailbox_release(Mailbox *box);

// Opens it for messages to this generation of the slot, with the caller's
// promise to have the actor run, which mailbox_rest gives up. False: no memory
// for bounds, and it stays closed.
MUST_USE bool mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds);

// ---- The lock ----

void mailbox_lock(const Mailbox *box);
void mailbox_unlock(const Mailbox *box);  // where nothing was changed

// Unlocks after a change, and tells the receiver whether anything lies under
// the lock.
void mailbox_leave(Mailbox *box);

static inline u32 mailbox_generation(Mailbox *box) {
  // Relaxed: it is compared, and orders nothing.
  return atomic_load_explicit(&box->generation, memory_order_relaxed);
}

static inline bool mailbox_is_for(Mailbox *box, Ref target) {
  u32 generation = mailbox_generation(box);
  return generation != 0 && generation == ref_generation(target);
}

// ---- With the lock ----

// There is something to look for, or a reason to look.
bool mailbox_is_busy_locked(const Mailbox *box);

// True if the caller must have the actor run: it was not promised before.
bool mailbox_promise_locked(Mailbox *box);

static inline bool mailbox_is_bounded_locked(const Mailbox *box) {
  return box->room != NULL && (box->room->bounds.capacity != 0 ||
                               box->room->bounds.capacity_bytes != 0);
}

// False: out of memory.
MUST_USE bool mailbox_make_room_locked(Mailbox *box);

// True if the next one of the lane `usual` comes before all in `taken`.
static inline bool mailbox_opens_locked(const Mailbox *box) {
  const Message *first = lane_first(&box->usual);
  return first != NULL && (first->flags & MESSAGE_FIRST) != 0;
}

// True if some in that lane come behind `taken`.
static inline bool mailbox_has_usual_locked(const Mailbox *box) {
  const Message *last = box->usual.last;
  return last != NULL && (last->flags & MESSAGE_FIRST) == 0;
}

// Puts a chain of messages, or NULL, behind all that were not urgent.
void mailbox_add_usual_locked(Mailbox *box, Message *chain);

// Turns the inbox off if something speaks against it, or else: by `now`.
void mailbox_close_inbox_locked(Mailbox *box, bool now);

// Turns it on if nothing speaks against it any more. Only the receiver.
void mailbox_open_inbox_locked(Mailbox *box);

// Who is to end without a message: is it time, with nothing left to take?
static inline bool mailbox_ends_locked(const Mailbox *box, bool urgent_only) {
  return box->end == MAILBOX_ENDS_NOW ||
         (box->end == MAILBOX_ENDS_LAST && !urgent_only);
}

// What is in it, but for what is in the inbox and what the receiver is just
// taking out of that.
Load mailbox_load_locked(Mailbox *box);

// Remembers the highest. Also the receiver, without the lock.
static inline void mailbox_note_length(Mailbox *box, Load load) {
  size_t length = load_messages(load);
  u32 noted = length < UINT32_MAX ? (u32)length : UINT32_MAX;
  // Relaxed: a number that orders nothing; two who note at once may lose one.
  if (noted > atomic_load_explicit(&box->high_water, memory_order_relaxed)) {
    atomic_store_explicit(&box->high_water, noted, memory_order_relaxed);
  }
}

// ---- The receiver's own list ----

static inline void mailbox_count_taken(Mailbox *box, Load more) {
  // Only the receiver writes it: no locked operation. Relaxed: a number.
  Load load = atomic_load_explicit(&box->taken_load, memory_order_relaxed);
  atomic_store_explicit(&box->taken_load, load + more, memory_order_relaxed);
}

// Nothing lies under the lock that the receiver should look at first. Acquire:
// who put something there did so before it told (mailbox_leave).
static inline bool mailbox_is_all_by_inbox(Mailbox *box) {
  return !atomic_load_explicit(&box->beside, memory_order_acquire);
}

#endif
