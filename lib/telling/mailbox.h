// mailbox.h -- where an actor's messages wait: many senders, one receiver.
//
// Lanes: urgent messages are taken first, then what an actor sent to itself in
// on_start, the rest in order of arrival.
// A bounded mailbox gives room before it gives a place: room is reserved when
// a message is sent and used when it arrives, so a message that was accepted
// always fits. What happens without room is the mailbox's policy; one that
// drops its oldest message reserves without a bound and makes room when the
// message arrives. The mailbox also remembers whether somebody has promised to
// run its actor: exactly one push, the first into an idle mailbox, is told to.
//
// A paused mailbox takes messages as ever and gives only urgent control mail,
// until it is resumed.
#ifndef TELLING_MAILBOX_H
#define TELLING_MAILBOX_H

#include <stdatomic.h>

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

  // User messages and bytes (mailbox.c) that came in, and that the receiver
  // took out, since it was opened.
  _Atomic u64 arrived;
  _Atomic u64 departed;
  _Atomic u32 high_water;  // of the length, since it was opened
  _Atomic u32 generation;  // whose messages are taken; 0: closed

  // Protected by the mailbox's lock, which is one of a few (mailbox.c).
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
  Lane opening;  // MESSAGE_FIRST
  Lane usual;
  MailboxRoom *room;  // NULL: there are no bounds
} Mailbox;

// How its actor is to end where there was no memory for a message that says so.
typedef enum MailboxEnd {
  MAILBOX_GOES_ON,
  MAILBOX_ENDS_LAST,  // when there is nothing left to take
  MAILBOX_ENDS_NOW    // before anything else: it gives no message any more
} MailboxEnd;

typedef enum MailboxOutcome {
  MAILBOX_OK,
  MAILBOX_FULL,   // no room; nothing changed
  MAILBOX_SLOWS,  // no room, and the message is to wait; nothing changed
  MAILBOX_DROPS,  // no room, and the message is to fall; nothing changed
  MAILBOX_CLOSED  // its actor has ended or is ending; nothing changed
} MailboxOutcome;

// In place, closed.
void mailbox_init(Mailbox *box);
// Empty, or drained by the caller.
void mailbox_release(Mailbox *box);

// Opens it for messages to this generation of the slot. False: no memory for
// bounds, and it stays closed.
MUST_USE bool mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds);

// The same, and the caller promises to have the actor run.
MUST_USE bool mailbox_open_promised(Mailbox *box, u32 generation,
                                    MailboxBounds bounds);

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

// True if user messages to `target` may come: its actor neither has ended nor
// is ending. It may be full.
bool mailbox_is_open(Mailbox *box, Ref target);

// Gives back what was reserved for a message that will not come.
void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes);

// Moves *message into the mailbox and sets it to NULL. User messages have been
// reserved for. *schedule becomes true if the caller must have the actor run.
// On MAILBOX_CLOSED the caller keeps the message. User messages that fall out
// for it are added to `dropped` and are the caller's. Any thread.
MUST_USE MailboxOutcome mailbox_push(Mailbox *box, Message **message,
                                     bool *schedule, MessageList *dropped);

// True if the mailbox of `target` takes messages by its inbox just now.
bool mailbox_is_plain(Mailbox *box, Ref target);

// The short way of mailbox_push, for a message that is neither urgent nor first
// and has no room reserved. False: not by the inbox; the caller keeps it.
MUST_USE bool mailbox_push_plain(Mailbox *box, Message *message,
                                 bool *schedule);

// Puts messages that were popped in front of all that are not urgent, in their
// order; they need no room. Empties the list. Only the thread that runs the
// actor.
void mailbox_put_back(Mailbox *box, MessageList *messages);

// Gives the next message, urgent ones first, or NULL; with `urgent_only` the
// others stay. Only the thread that runs the actor.
Message *mailbox_pop(Mailbox *box, bool urgent_only);

// The message that mailbox_pop would give, or NULL; it stays. Only the thread
// that runs the actor.
const Message *mailbox_peek(Mailbox *box, bool urgent_only);

// The same for control messages of the urgent lane alone.
Message *mailbox_pop_control(Mailbox *box);
const Message *mailbox_peek_control(Mailbox *box);

// Gives up the promise to run the actor if there is nothing to take (then
// true); otherwise the promise stands. Only the thread that runs the actor.
MUST_USE bool mailbox_rest(Mailbox *box, bool urgent_only);

// True if somebody has promised to run the actor.
bool mailbox_is_scheduled(Mailbox *box);

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

#endif
