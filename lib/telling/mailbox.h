// mailbox.h -- where an actor's messages wait: many senders, one receiver. Not
// for users.
//
// Lanes: urgent messages are taken first, then what an actor sent to itself in
// on_start, the rest in order of arrival.
// The mailbox also remembers whether somebody has promised to
// run its actor: exactly one push, the first into an idle mailbox, is told to.
#ifndef TELLING_MAILBOX_H
#define TELLING_MAILBOX_H

#include "telling/mailbox_room.h"

// Moves *message into the mailbox and sets it to NULL. User messages have been
// reserved for. *schedule becomes true if the caller must have the actor run.
// On MAILBOX_CLOSED the caller keeps the message. User messages that fall out
// for it are added to `dropped` and are the caller's. Any thread.
MUST_USE MailboxOutcome mailbox_push(Mailbox *box, Message **message,
                                     bool *schedule, MessageList *dropped);

// The short way of mailbox_push, for a message that is neither urgent nor first
// and has no room reserved; `load` is its load_of. True: it is in, and the
// caller must have the actor run. False: the actor does not rest, or takes none
// by the inbox; the caller keeps it, and may ask inbox_push.
MUST_USE static inline bool mailbox_push_to_resting(Mailbox *box,
                                                    Message *message,
                                                    Load load);

// Puts messages that were popped in front of all that are not urgent, in their
// order; they need no room. Empties the list. Only the thread that runs the
// actor.
void mailbox_put_back(Mailbox *box, MessageList *messages);

// Gives the next message, urgent ones first, or NULL; with `urgent_only` the
// others stay. Only the thread that runs the actor.
static inline Message *mailbox_pop(Mailbox *box, bool urgent_only);
Message *mailbox_pop_other(Mailbox *box, bool urgent_only);

// The message that mailbox_pop would give, or NULL; it stays. Only the thread
// that runs the actor.
const Message *mailbox_peek(Mailbox *box, bool urgent_only);

// The same for control messages of the urgent lane alone.
Message *mailbox_pop_control(Mailbox *box);
const Message *mailbox_peek_control(Mailbox *box);

// Gives up the promise to run the actor if there is nothing to take (then
// true); otherwise the promise stands. Only the thread that runs the actor.
MUST_USE static inline bool mailbox_rest(Mailbox *box, bool urgent_only);
bool mailbox_rest_other(Mailbox *box, bool urgent_only);

// The promise was given up, and there is something beside: takes it back,
// unless somebody else has made it. False: somebody has, or need not.
bool mailbox_take_back(Mailbox *box);

// The short way of mailbox_rest. False: the promise stands, or the long way has
// to be gone.
MUST_USE static inline bool mailbox_rest_plain(Mailbox *box);

// True if somebody has promised to run the actor.
bool mailbox_is_scheduled(Mailbox *box);

// mailbox_push for what may come by the inbox. False: it does not.
MUST_USE bool mailbox_push_inbox(Mailbox *box, Message **message,
                                 bool *schedule);

// ---- The usual push ----

#if defined(NO_DIRECT)
enum { GOES_DIRECT = false };
#else
enum { GOES_DIRECT = true };
#endif

// What the receiver's list, which was empty, holds now.
static inline void mailbox_note_taken(Mailbox *box, Load load) {
  // Relaxed: see mailbox_count_taken.
  atomic_store_explicit(&box->taken_load, load, memory_order_relaxed);
  mailbox_note_length(box, load);
}

// Whoever makes the promise to run the actor is its receiver until it hands it
// over: the message goes straight to the receiver's list, which is empty while
// the actor rests with its inbox on, as is `usual`.
static inline bool mailbox_push_to_resting(Mailbox *box, Message *message,
                                           Load load) {
  if (!GOES_DIRECT || !inbox_is_idle(&box->inbox) || !inbox_wake(&box->inbox)) {
    return false;
  }
  message->next = NULL;
  box->taken = message;
  mailbox_note_taken(box, load);
  return true;
}

// The same later, for who still has that promise: `last` is the end of the list
// if it is not NULL. False: others have sent something that comes first, or the
// end is not known; nothing has happened. (That the inbox is empty is a hint
// only to others: what the sender sent before, on whatever thread, is seen.)
static inline bool mailbox_push_to_promised(Mailbox *box, Message **last,
                                            Message *message, Load load) {
  Message *end = *last != NULL ? *last : box->taken;
  if (!GOES_DIRECT || (end != NULL && end->next != NULL) ||
      !mailbox_is_all_by_inbox(box) || !inbox_is_empty(&box->inbox)) {
    return false;
  }
  message->next = NULL;
  *(end != NULL ? &end->next : &box->taken) = message;
  *last = message;
  mailbox_count_taken(box, load);
  mailbox_note_length(
      box, atomic_load_explicit(&box->taken_load, memory_order_relaxed));
  return true;
}

// ---- The usual pop and rest ----

// One of what the receiver has taken already, and that is not empty; its load.
static inline Message *mailbox_pop_taken(Mailbox *box, Load load) {
  Message *message = box->taken;
  box->taken = message->next;
  __builtin_prefetch(box->taken);  // while this one is handled
  message->next = NULL;
  mailbox_count_taken(box, 0 - load);
  return message;
}

static inline bool mailbox_rest_plain(Mailbox *box) {
  // Looked at first: the receiver itself may have left older mail beside, and
  // whoever makes the promise when this one rests would put newer in front.
  // Sequentially consistent then, as what others do in mailbox_promise_locked:
  // either they see that it rests, or it sees what they have put beside.
  return box->taken == NULL && mailbox_is_all_by_inbox(box) &&
         inbox_is_empty(&box->inbox) && inbox_rest(&box->inbox) &&
         (!atomic_load(&box->beside) || !mailbox_take_back(box));
}

static inline bool mailbox_rest(Mailbox *box, bool urgent_only) {
  return urgent_only || !mailbox_is_all_by_inbox(box)
             ? mailbox_rest_other(box, urgent_only)
             : mailbox_rest_plain(box);
}

static inline Message *mailbox_pop(Mailbox *box, bool urgent_only) {
  return box->taken != NULL && !urgent_only && mailbox_is_all_by_inbox(box)
             ? mailbox_pop_taken(box, load_of(box->taken))
             : mailbox_pop_other(box, urgent_only);
}

#endif
