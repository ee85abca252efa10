// mailbox.c -- two ways in, and the receiver's side. See mailbox.h.
//
// A mailbox without bounds, in the usual course of things, takes messages by
// its inbox, without the lock (inbox.h), and its receiver pops from a list of
// its own, `taken`. The first message for an actor that rests goes there at
// once, since who sends it has to have the actor run. Everything else goes by
// the lock: what is urgent or first, and all mail as long as there are bounds,
// a pause, or the end is near; the inbox is off then, and what was in it went
// to `usual`. `beside` tells the receiver that there is something to look for
// under the lock.
//
// Order: what is in `taken` came before what is in `usual`, and that before
// what is in the inbox. Anybody may turn the inbox off, but only the receiver
// turns it on again, and takes all that is in `usual` first; while it is on,
// nobody puts anything there. So what the receiver has just taken from the
// inbox is older than whatever others put into `usual` meanwhile.
// (tests/test_inbox_model.c tries all interleavings, and what happens
// otherwise.)
#include "telling/mailbox.h"

// ---- Senders ----

// The last of those that come first, or NULL. What others send meanwhile hardly
// ever lies in the same lane: then there is nothing to look for.
static Message *last_opening_locked(const Mailbox *box) {
  if (!mailbox_opens_locked(box)) {
    return NULL;
  }
  if (!mailbox_has_usual_locked(box)) {
    return box->usual.last;
  }
  Message *last = lane_first(&box->usual);
  while ((last->next->flags & MESSAGE_FIRST) != 0) {
    last = last->next;
  }
  return last;
}

static void push_locked(Mailbox *box, Message *message) {
  bool wakes = box->paused && (message->flags & MESSAGE_WAKES) != 0;
  if (wakes || (message->flags & MESSAGE_URGENT)) {
    lane_push(&box->urgent, message);
  } else if (message->flags & MESSAGE_FIRST) {
    lane_insert(&box->usual, last_opening_locked(box), message);
  } else {
    lane_push(&box->usual, message);
  }
}

bool mailbox_push_inbox(Mailbox *box, Message **message, bool *schedule) {
  if (((*message)->flags & (MESSAGE_URGENT | MESSAGE_FIRST)) != 0 ||
      !mailbox_is_plain(box, (*message)->target)) {
    return false;
  }
  *schedule = mailbox_push_to_resting(box, *message, load_of(*message));
  if (!*schedule) {
    InboxOutcome outcome = inbox_push(&box->inbox, *message);
    *schedule = outcome == INBOX_FIRST;
    if (outcome == INBOX_IS_OFF) {
      return false;
    }
  }
  *message = NULL;
  return true;
}

MailboxOutcome mailbox_push(Mailbox *box, Message **message, bool *schedule,
                            MessageList *dropped) {
  *schedule = false;
  if (mailbox_push_inbox(box, message, schedule)) {
    return MAILBOX_OK;
  }
  bool user = is_user_message(*message);
  mailbox_lock(box);
  if (!mailbox_is_for(box, (*message)->target)) {
    mailbox_leave(box);
    return MAILBOX_CLOSED;
  }
  // Turned on meanwhile: `usual` would be looked at too late.
  if (mailbox_push_inbox(box, message, schedule)) {
    mailbox_leave(box);
    return MAILBOX_OK;
  }
  if (user) {
    mailbox_unreserve_locked(box, message_bytes(*message));
  }
  box->lanes_load += load_of(*message);
  push_locked(box, *message);
  mailbox_note_length(box, mailbox_load_locked(box));
  if (user) {
    mailbox_drop_locked(box, dropped);
  }
  *schedule = mailbox_promise_locked(box);
  mailbox_leave(box);
  *message = NULL;
  return MAILBOX_OK;
}

// ---- The receiver ----

// What came by the inbox, into the receiver's own list, which is empty.
static void take_all(Mailbox *box) {
  Load load = 0;
  box->taken = inbox_take(&box->inbox, &load);
  if (load != 0) {
    mailbox_note_taken(box, load);
  }
}

// The message that would be given, and the lane it is in; NULL: `taken`.
static Message *next_locked(Mailbox *box, bool urgent_only, Lane **lane) {
  Message *message = lane_first(&box->urgent);
  if (box->end == MAILBOX_ENDS_NOW) {
    return NULL;
  }
  while (box->paused && message != NULL &&
         (message->flags & MESSAGE_CONTROL) == 0) {
    message = lane_next(&box->urgent, message);
  }
  *lane = &box->urgent;
  if (message != NULL || urgent_only || box->paused) {
    return message;
  }
  if (box->taken != NULL && !mailbox_opens_locked(box)) {
    *lane = NULL;
    return box->taken;
  }
  *lane = &box->usual;
  return lane_first(*lane);
}

static Message *pop_locked(Mailbox *box, bool urgent_only) {
  Lane *lane;
  Message *message = next_locked(box, urgent_only, &lane);
  if (message == NULL) {
    return NULL;
  }
  if (lane == NULL) {
    return mailbox_pop_taken(box, load_of(box->taken));
  }
  lane_remove(lane, message);
  box->lanes_load -= load_of(message);
  message->flags &= (u16)~MESSAGE_FIRST;
  return message;
}

static Message *pop_slowly(Mailbox *box, bool urgent_only) {
  mailbox_lock(box);
  mailbox_open_inbox_locked(box);
  if (inbox_is_on(&box->inbox) && box->taken == NULL) {
    Load load = 0;  // behind what lies in the lanes
    mailbox_add_usual_locked(box, inbox_take(&box->inbox, &load));
  }
  Message *message = pop_locked(box, urgent_only);
  mailbox_leave(box);
  return message;
}

Message *mailbox_pop_other(Mailbox *box, bool urgent_only) {
  if (!mailbox_is_all_by_inbox(box)) {
    return pop_slowly(box, urgent_only);
  }
  if (urgent_only || (box->taken == NULL && inbox_is_empty(&box->inbox))) {
    return NULL;
  }
  if (box->taken == NULL) {
    take_all(box);
  }
  // Or it was turned off meanwhile.
  return box->taken != NULL ? mailbox_pop_taken(box, load_of(box->taken))
                            : pop_slowly(box, urgent_only);
}

// Puts a list that is not empty in front of what the receiver has taken.
static void put_on_taken(Mailbox *box, MessageList *messages, Load load) {
  messages->last->next = box->taken;
  box->taken = messages->first;
  mailbox_count_taken(box, load);
}

void mailbox_put_back(Mailbox *box, MessageList *messages) {
  if (messages->first == NULL) {
    return;
  }
  Load load = 0;
  mailbox_lock(box);
  bool opens = mailbox_opens_locked(box);
  for (Message *at = messages->first; at != NULL; at = at->next) {
    at->flags |= opens ? MESSAGE_FIRST : 0;
    load += load_of(at);
  }
  if (!opens && box->taken != NULL) {
    put_on_taken(box, messages, load);
  } else {
    lane_prepend(&box->usual, messages);
    box->lanes_load += load;
  }
  mailbox_note_length(box, mailbox_load_locked(box));
  mailbox_leave(box);
  *messages = (MessageList){NULL, NULL};
}

const Message *mailbox_peek(Mailbox *box, bool urgent_only) {
  Lane *lane;
  mailbox_lock(box);
  if (inbox_is_on(&box->inbox) && box->taken == NULL &&
      !mailbox_has_usual_locked(box)) {
    take_all(box);
  }
  const Message *message = next_locked(box, urgent_only, &lane);
  mailbox_leave(box);
  return message;
}

// The first of the urgent lane's control messages, or NULL.
static Message *control_locked(const Mailbox *box) {
  Message *message = lane_first(&box->urgent);
  while (message != NULL && (message->flags & MESSAGE_CONTROL) == 0) {
    message = lane_next(&box->urgent, message);
  }
  return message;
}

Message *mailbox_pop_control(Mailbox *box) {
  mailbox_lock(box);
  Message *message = control_locked(box);
  if (message != NULL) {
    lane_remove(&box->urgent, message);
  }
  mailbox_leave(box);
  return message;
}

const Message *mailbox_peek_control(Mailbox *box) {
  mailbox_lock(box);
  const Message *message = control_locked(box);
  mailbox_unlock(box);
  return message;
}

// What the receiver has and is not to handle now goes out of the way, and what
// comes until it may stays there: `usual` is older than what comes by the
// inbox.
static void put_aside_locked(Mailbox *box) {
  if (box->taken != NULL) {
    Message *before = last_opening_locked(box);
    while (box->taken != NULL) {
      Message *message = box->taken;
      box->taken = message->next;
      lane_insert(&box->usual, before, message);
      before = message;
    }
    box->lanes_load +=
        atomic_load_explicit(&box->taken_load, memory_order_relaxed);
    atomic_store_explicit(&box->taken_load, 0, memory_order_relaxed);
  }
  mailbox_close_inbox_locked(box, true);
}

// With the lock: there is nothing to take, and the promise is given up.
static bool rest_locked(Mailbox *box, bool urgent_only) {
  Lane *lane;
  if (next_locked(box, urgent_only, &lane) != NULL ||
      mailbox_ends_locked(box, urgent_only)) {
    return false;
  }
  if (urgent_only) {
    put_aside_locked(box);
  }
  if (inbox_is_on(&box->inbox)) {
    return inbox_rest(&box->inbox);
  }
  box->scheduled = false;
  return true;
}

bool mailbox_take_back(Mailbox *box) {
  if (inbox_wake(&box->inbox)) {
    return true;
  }
  // Turned off meanwhile, by one who found no promise and told nobody.
  mailbox_lock(box);
  bool ours = !inbox_is_on(&box->inbox) && !box->scheduled &&
              mailbox_is_busy_locked(box);
  box->scheduled = box->scheduled || ours;
  mailbox_leave(box);
  return ours;
}

bool mailbox_rest_other(Mailbox *box, bool urgent_only) {
  mailbox_lock(box);
  bool rests = rest_locked(box, urgent_only);
  mailbox_leave(box);
  return rests;
}

bool mailbox_is_scheduled(Mailbox *box) {
  mailbox_lock(box);
  bool scheduled =
      inbox_is_on(&box->inbox) ? !inbox_is_idle(&box->inbox) : box->scheduled;
  mailbox_unlock(box);
  return scheduled;
}
