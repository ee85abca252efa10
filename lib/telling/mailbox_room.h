// mailbox_room.h -- bounds: what is reserved, what falls, who waits for room.
// Not for users.
//
// A bounded mailbox gives room before it gives a place: room is reserved when
// a message is sent and used when it arrives, so a message that was accepted
// always fits. What happens without room is the mailbox's policy; one that
// drops its oldest message reserves without a bound and makes room when the
// message arrives. What comes by the inbox needs none of this.
#ifndef TELLING_MAILBOX_ROOM_H
#define TELLING_MAILBOX_ROOM_H

#include "telling/mailbox_parts.h"

typedef enum MailboxOutcome {
  MAILBOX_OK,
  MAILBOX_FULL,   // no room; nothing changed
  MAILBOX_SLOWS,  // no room, and the message is to wait; nothing changed
  MAILBOX_DROPS,  // no room, and the message is to fall; nothing changed
  MAILBOX_CLOSED  // its actor has ended or is ending; nothing changed
} MailboxOutcome;

// True if the mailbox of `target` takes messages by its inbox just now. Whoever
// ends, drains or bounds it after this finds the message, as if it had been
// sent before.
static inline bool mailbox_is_plain(Mailbox *box, Ref target) {
  // Relaxed: a hint, and the generation is looked at again by the receiver.
  return inbox_is_on(&box->inbox) &&
         atomic_load_explicit(&box->generation, memory_order_relaxed) ==
             ref_generation(target);
}

// Reserves room for one user message of `bytes` to `target`. Any thread; never
// blocks longer than the lock.
MUST_USE MailboxOutcome mailbox_reserve(Mailbox *box, Ref target, size_t bytes);

// What mailbox_reserve would answer, without an effect.
MailboxOutcome mailbox_look(Mailbox *box, Ref target, size_t bytes);

// True if a message of `bytes` would find room if nothing else were in it, so
// that waiting for room makes sense; also of a closed one.
bool mailbox_could_hold(Mailbox *box, Ref target, size_t bytes);

// Reserves room beyond the bounds. False: closed, nothing changed.
MUST_USE bool mailbox_overreserve(Mailbox *box, Ref target, size_t bytes);

// How many messages it has room for now; 0: none. Closed, or bounded in bytes
// alone: SIZE_MAX as soon as there is any room.
size_t mailbox_free_places(Mailbox *box);

// Gives back what was reserved for a message that will not come.
void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes);

// Changes how much it holds. What is in it or reserved stays, and until it fits
// there is no room. False: not the mailbox of `target` any more, or no memory
// for its first bound; nothing changed.
bool mailbox_resize(Mailbox *box, Ref target, size_t capacity,
                    size_t capacity_bytes);

// So many messages of so many bytes were taken out and set aside by the actor:
// they count against the bounds all the same. It replaces what was said before;
// the caller tells who waits for room (send_room_made) when it is less. False:
// not the mailbox of `target` any more, or no memory.
bool mailbox_set_aside(Mailbox *box, Ref target, size_t messages, size_t bytes);

// Notes that somebody waits for room, who tries to reserve after this.
void mailbox_want(Mailbox *box);

// True if somebody may wait for room: a look without an effect.
static inline bool mailbox_is_wanted(Mailbox *box) {
  return atomic_load_explicit(&box->wanted, memory_order_relaxed);
}

// True if somebody waited for room; to be asked after each change that may have
// made room. The note is gone.
MUST_USE bool mailbox_was_wanted(Mailbox *box);

// Its bounds; zero: none.
MailboxBounds mailbox_bounds(const Mailbox *box);

// How full the mailbox of `target` is; all zero if it is that no more.
MailboxLoad mailbox_load(Mailbox *box, Ref target);

// ---- With the lock ----

// Gives back what was reserved for a message of `bytes`.
void mailbox_unreserve_locked(Mailbox *box, size_t bytes);

// Lets the oldest fall, if that is the policy, until the rest fits.
void mailbox_drop_locked(Mailbox *box, MessageList *dropped);

#endif
