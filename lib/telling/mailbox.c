// mailbox.c -- two ways in. See mailbox.h; the lock is a leaf: nothing is
// called while it is held.
//
// A mailbox without bounds, in the usual course of things, takes messages by
// its inbox, without the lock (inbox.h), and its receiver pops from a list of
// its own, `taken`. Everything else goes by the lock: what is urgent or first,
// and all mail as long as there are bounds, a pause, or the end is near; the
// inbox is off then, and what was in it went to `usual`. `beside` tells the
// receiver that there is something to look for under the lock.
//
// Order: what is in `taken` came before what is in `usual`, and that before
// what is in the inbox. Anybody may turn the inbox off, but only the receiver
// turns it on again, when `usual` is empty: so what the receiver has just taken
// from the inbox is older than whatever others put into `usual` meanwhile.
// (tests/test_inbox_model.c tries all interleavings, and what happens
// otherwise.)
#include "telling/mailbox.h"

#include "base/check.h"

void message_list_push(MessageList *list, Message *message) {
  message->next = NULL;
  if (list->first == NULL) {
    list->first = message;
  } else {
    list->last->next = message;
  }
  list->last = message;
}

Message *message_list_pop(MessageList *list) {
  Message *message = list->first;
  if (message != NULL) {
    list->first = message->next;
    message->next = NULL;
  }
  return message;
}

static void push_front(MessageList *list, Message *message) {
  message->next = list->first;
  list->first = message;
  if (message->next == NULL) {
    list->last = message;
  }
}

void message_list_insert(MessageList *list, Message *before, Message *message) {
  if (before == NULL) {
    push_front(list, message);
  } else if (before->next == NULL) {
    message_list_push(list, message);
  } else {
    message->next = before->next;
    before->next = message;
  }
}

void message_list_remove(MessageList *list, Message *message) {
  Message *before = NULL;
  Message *at = list->first;
  while (at != message) {
    before = at;
    at = at->next;
    CHECK(at != NULL);
  }
  *(before != NULL ? &before->next : &list->first) = message->next;
  if (list->last == message) {
    list->last = before;
  }
  message->next = NULL;
}

static bool is_user(const Message *message) {
  return (message->flags &
          (MESSAGE_CONTROL | MESSAGE_ANSWER | MESSAGE_NOTICE)) == 0;
}

static u32 generation_of(Mailbox *box) {
  // Relaxed: it is compared, and orders nothing.
  return atomic_load_explicit(&box->generation, memory_order_relaxed);
}

// ---- How much came by the inbox ----
//
// Messages and their bytes in one number, so that a sender counts with one
// addition; what is left is a difference. Relaxed: numbers that order nothing.

enum { COUNT_SHIFT = 40 };

static u64 load_of(const Message *message) {
  return ((u64)1 << COUNT_SHIFT) + message_bytes(message);
}

static u64 by_inbox(Mailbox *box) {
  return atomic_load_explicit(&box->arrived, memory_order_relaxed) -
         atomic_load_explicit(&box->departed, memory_order_relaxed) -
         atomic_load_explicit(&box->moved, memory_order_relaxed);
}

static void count_arrived(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    atomic_fetch_add_explicit(&box->arrived, load_of(message),
                              memory_order_relaxed);
  }
}

static void uncount_arrived(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    atomic_fetch_sub_explicit(&box->arrived, load_of(message),
                              memory_order_relaxed);
  }
}

// Only one adds to the number at a time: no locked operation.
static void add_alone(_Atomic u64 *number, const Message *message) {
  if (is_user(message)) {
    u64 before = atomic_load_explicit(number, memory_order_relaxed);
    atomic_store_explicit(number, before + load_of(message),
                          memory_order_relaxed);
  }
}

static size_t length_of(Mailbox *box) {
  return box->length + (size_t)(by_inbox(box) >> COUNT_SHIFT);
}

static size_t bytes_of(Mailbox *box) {
  return box->bytes + (size_t)(by_inbox(box) & (((u64)1 << COUNT_SHIFT) - 1));
}

// ---- Under the lock ----

static bool is_busy_locked(const Mailbox *box) {
  return box->urgent.first != NULL || box->opening.first != NULL ||
         box->usual.first != NULL || box->paused;
}

// Sequentially consistent: pairs with the look at it in mailbox_rest.
static void tell_beside(Mailbox *box, bool beside) {
  atomic_store(&box->beside, beside);
}

static void leave(Mailbox *box) {
  tell_beside(box, is_busy_locked(box) || !inbox_is_on(&box->inbox));
  mutex_unlock(&box->lock);
}

// True if the caller must have the actor run: it was not promised before.
static bool promise_locked(Mailbox *box) {
  if (inbox_is_on(&box->inbox)) {
    tell_beside(box, true);
    return inbox_wake(&box->inbox);
  }
  bool fresh = !box->scheduled;
  box->scheduled = true;
  return fresh;
}

static void add_usual_locked(Mailbox *box, Message *chain);

static bool wants_inbox_locked(Mailbox *box) {
  return generation_of(box) != 0 && box->bounds.capacity == 0 &&
         box->bounds.capacity_bytes == 0 && !box->draining && !box->paused;
}

// Turns the inbox off if something speaks against it. Anybody, with the lock.
static void close_inbox_locked(Mailbox *box) {
  if (inbox_is_on(&box->inbox) && !wants_inbox_locked(box)) {
    add_usual_locked(box, inbox_off(&box->inbox, &box->scheduled));
  }
}

// Turns it on if nothing speaks against it any more. Only the receiver, with
// the lock.
static void open_inbox_locked(Mailbox *box) {
  if (!inbox_is_on(&box->inbox) && wants_inbox_locked(box) &&
      box->usual.first == NULL) {
    box->reserved = 0;  // room that nobody needs any more
    box->reserved_bytes = 0;
    inbox_on(&box->inbox, box->scheduled);
  }
}

void mailbox_init(Mailbox *box) {
  *box = (Mailbox){.inbox = {INBOX_OFF}, .beside = true};
  mutex_init(&box->lock);
}

void mailbox_release(Mailbox *box) {
  CHECK(!is_busy_locked(box) && box->taken.first == NULL);
  mutex_release(&box->lock);
}

void mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds) {
  mutex_lock(&box->lock);
  CHECK(generation_of(box) == 0 && box->usual.first == NULL);
  atomic_store_explicit(&box->generation, generation, memory_order_relaxed);
  box->bounds = bounds;
  box->length = 0;
  atomic_store_explicit(&box->arrived, 0, memory_order_relaxed);
  atomic_store_explicit(&box->departed, 0, memory_order_relaxed);
  atomic_store_explicit(&box->moved, 0, memory_order_relaxed);
  atomic_store_explicit(&box->high_water, 0, memory_order_relaxed);
  box->reserved = 0;
  box->bytes = 0;
  box->reserved_bytes = 0;
  box->aside = 0;
  box->aside_bytes = 0;
  box->scheduled = false;
  box->draining = false;
  box->paused = false;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  open_inbox_locked(box);  // nobody knows of it yet
  leave(box);
}

static bool is_for(Mailbox *box, Ref target) {
  u32 generation = generation_of(box);
  return generation != 0 && generation == ref_generation(target);
}

// Would `messages` of `bytes` together keep to the bounds?
static bool fits(const MailboxBounds *bounds, size_t messages, size_t bytes) {
  return (bounds->capacity == 0 || messages <= bounds->capacity) &&
         (bounds->capacity_bytes == 0 || bytes <= bounds->capacity_bytes);
}

static MailboxOutcome find_room(Mailbox *box, size_t bytes) {
  const MailboxBounds *bounds = &box->bounds;
  bool has_room =
      bounds->policy == FULL_DROP_OLDEST
          ? fits(bounds, 1, bytes)
          : fits(
                bounds, length_of(box) + box->reserved + box->aside + 1,
                bytes_of(box) + box->reserved_bytes + box->aside_bytes + bytes);
  if (has_room) {
    return MAILBOX_OK;
  }
  switch (bounds->policy) {
    case FULL_REFUSE:
      return MAILBOX_FULL;
    case FULL_SLOW:  // what never fits need not wait
      return fits(bounds, 1, bytes) ? MAILBOX_SLOWS : MAILBOX_FULL;
    case FULL_DROP_NEWEST:
    case FULL_DROP_OLDEST:
      break;
  }
  return MAILBOX_DROPS;
}

// Then room need not be counted. Whoever ends, drains or bounds it meanwhile
// will find the message, as if it had been sent before.
static bool is_open_without_bounds(Mailbox *box, Ref target) {
  return inbox_is_on(&box->inbox) && is_for(box, target);
}

MailboxOutcome mailbox_reserve(Mailbox *box, Ref target, size_t bytes) {
  MailboxOutcome outcome = MAILBOX_CLOSED;
  if (is_open_without_bounds(box, target)) {
    return MAILBOX_OK;
  }
  mutex_lock(&box->lock);
  if (is_for(box, target) && !box->draining) {
    outcome = find_room(box, bytes);
  }
  if (outcome == MAILBOX_OK) {
    box->reserved++;
    box->reserved_bytes += bytes;
  }
  mutex_unlock(&box->lock);
  return outcome;
}

MailboxOutcome mailbox_look(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(&box->lock);
  MailboxOutcome outcome = is_for(box, target) && !box->draining
                               ? find_room(box, bytes)
                               : MAILBOX_CLOSED;
  mutex_unlock(&box->lock);
  return outcome;
}

bool mailbox_could_hold(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(&box->lock);
  bool could = !is_for(box, target) || fits(&box->bounds, 1, bytes);
  mutex_unlock(&box->lock);
  return could;
}

bool mailbox_overreserve(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(&box->lock);
  bool open = is_for(box, target) && !box->draining;
  if (open) {
    box->reserved++;
    box->reserved_bytes += bytes;
  }
  mutex_unlock(&box->lock);
  return open;
}

size_t mailbox_free_places(Mailbox *box) {
  mutex_lock(&box->lock);
  size_t taken = length_of(box) + box->reserved;
  size_t places = SIZE_MAX;
  bool open = generation_of(box) != 0;
  if (open && box->bounds.capacity != 0) {
    places = box->bounds.capacity > taken ? box->bounds.capacity - taken : 0;
  }
  if (open && box->bounds.capacity_bytes != 0 &&
      bytes_of(box) + box->reserved_bytes >= box->bounds.capacity_bytes) {
    places = 0;
  }
  mutex_unlock(&box->lock);
  return places;
}

bool mailbox_is_open(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  bool is_open = is_for(box, target) && !box->draining;
  mutex_unlock(&box->lock);
  return is_open;
}

// Room is not counted while there are no bounds: what was sent then has none to
// give back.
static void unreserve_locked(Mailbox *box, size_t bytes) {
  box->reserved -= box->reserved > 0;
  box->reserved_bytes -=
      bytes < box->reserved_bytes ? bytes : box->reserved_bytes;
}

void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(&box->lock);
  if (is_for(box, target)) {
    unreserve_locked(box, bytes);
  }
  mutex_unlock(&box->lock);
}

static void note_length(Mailbox *box, size_t length) {
  // Relaxed: a number that orders nothing; two who note at once may lose one.
  if (length > atomic_load_explicit(&box->high_water, memory_order_relaxed)) {
    atomic_store_explicit(&box->high_water, length, memory_order_relaxed);
  }
}

static void count_in_locked(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    box->length++;
    box->bytes += message_bytes(message);
    note_length(box, length_of(box));
  }
}

static void uncount_locked(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    box->length--;
    box->bytes -= message_bytes(message);
  }
}

static void add_usual_locked(Mailbox *box, Message *chain) {
  while (chain != NULL) {
    Message *next = chain->next;
    add_alone(&box->moved, chain);
    count_in_locked(box, chain);
    message_list_push(&box->usual, chain);
    chain = next;
  }
}

// Lets the oldest user messages of the lane fall until the rest fits.
static void drop_locked(Mailbox *box, MessageList *lane, MessageList *dropped) {
  Message *oldest = lane->first;
  while (oldest != NULL && !fits(&box->bounds, length_of(box) + box->aside,
                                 bytes_of(box) + box->aside_bytes)) {
    Message *next = oldest->next;
    if (is_user(oldest)) {
      message_list_remove(lane, oldest);
      uncount_locked(box, oldest);
      message_list_push(dropped, oldest);
    }
    oldest = next;
  }
}

static MessageList *lane_of(Mailbox *box, const Message *message) {
  bool wakes = box->paused && (message->flags & MESSAGE_WAKES) != 0;
  return wakes || (message->flags & MESSAGE_URGENT) ? &box->urgent
         : message->flags & MESSAGE_FIRST           ? &box->opening
                                                    : &box->usual;
}

// Only what is neither urgent nor first may come by the inbox.
static bool push_inbox(Mailbox *box, Message **message, bool *schedule) {
  if (((*message)->flags & (MESSAGE_URGENT | MESSAGE_FIRST)) != 0 ||
      !is_open_without_bounds(box, (*message)->target)) {
    return false;
  }
  count_arrived(box, *message);
  switch (inbox_push(&box->inbox, *message)) {
    case INBOX_IS_OFF:
      uncount_arrived(box, *message);
      return false;
    case INBOX_TAKEN:
      break;
    case INBOX_FIRST:
      *schedule = true;
      break;
  }
  *message = NULL;
  return true;
}

MailboxOutcome mailbox_push(Mailbox *box, Message **message, bool *schedule,
                            MessageList *dropped) {
  *schedule = false;
  if (push_inbox(box, message, schedule)) {
    return MAILBOX_OK;
  }
  bool user = is_user(*message);
  mutex_lock(&box->lock);
  if (!is_for(box, (*message)->target)) {
    leave(box);
    return MAILBOX_CLOSED;
  }
  if (user) {
    unreserve_locked(box, message_bytes(*message));
  }
  count_in_locked(box, *message);
  message_list_push(lane_of(box, *message), *message);
  if (user && box->bounds.policy == FULL_DROP_OLDEST) {
    drop_locked(box, &box->opening, dropped);
    drop_locked(box, &box->usual, dropped);
  }
  *schedule = promise_locked(box);
  leave(box);
  *message = NULL;
  return MAILBOX_OK;
}

// ---- The receiver's side ----

// Only the receiver: nothing lies under the lock that it should look at first.
// Acquire: who put something there did so before it told (leave).
static bool is_all_by_inbox(Mailbox *box) {
  return !atomic_load_explicit(&box->beside, memory_order_acquire);
}

// What came by the inbox, into the receiver's own list.
static void take_all(Mailbox *box) {
  Message *message = inbox_take(&box->inbox);
  if (message != NULL) {
    note_length(box, (size_t)(by_inbox(box) >> COUNT_SHIFT));
  }
  while (message != NULL) {
    Message *next = message->next;
    message_list_push(&box->taken, message);
    message = next;
  }
}

// One of the receiver's own list.
static Message *pop_taken(Mailbox *box) {
  Message *message = message_list_pop(&box->taken);
  if (message != NULL) {
    add_alone(&box->departed, message);
  }
  return message;
}

// The lane that the first message is in that is not urgent.
static MessageList *front_locked(Mailbox *box) {
  return box->opening.first != NULL ? &box->opening
         : box->taken.first != NULL ? &box->taken
                                    : &box->usual;
}

// The message that would be given, and the lane it is in.
static Message *next_locked(Mailbox *box, bool urgent_only,
                            MessageList **lane) {
  Message *message = box->urgent.first;
  while (box->paused && message != NULL &&
         (message->flags & MESSAGE_CONTROL) == 0) {
    message = message->next;
  }
  *lane = &box->urgent;
  if (message == NULL && !urgent_only && !box->paused) {
    *lane = front_locked(box);
    message = (*lane)->first;
  }
  return message;
}

static Message *pop_locked(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  Message *message = next_locked(box, urgent_only, &lane);
  if (message == NULL) {
    return NULL;
  }
  if (lane == &box->taken) {
    return pop_taken(box);
  }
  message_list_remove(lane, message);
  uncount_locked(box, message);
  return message;
}

Message *mailbox_pop(Mailbox *box, bool urgent_only) {
  if (is_all_by_inbox(box)) {
    if (urgent_only) {
      return NULL;
    }
    if (box->taken.first == NULL) {
      take_all(box);
    }
    if (box->taken.first != NULL || is_all_by_inbox(box)) {
      return pop_taken(box);
    }
  }
  mutex_lock(&box->lock);
  open_inbox_locked(box);
  if (inbox_is_on(&box->inbox) && box->taken.first == NULL) {
    add_usual_locked(box, inbox_take(&box->inbox));
  }
  Message *message = pop_locked(box, urgent_only);
  leave(box);
  return message;
}

void mailbox_put_back(Mailbox *box, MessageList *messages) {
  if (messages->first == NULL) {
    return;
  }
  mutex_lock(&box->lock);
  MessageList *lane = front_locked(box);
  for (Message *message = messages->first; message != NULL;
       message = message->next) {
    if (lane != &box->taken) {
      count_in_locked(box, message);
    } else {
      count_arrived(box, message);
      note_length(box, length_of(box));
    }
  }
  messages->last->next = lane->first;
  if (lane->first == NULL) {  // then its last is none either
    lane->last = messages->last;
  }
  lane->first = messages->first;
  leave(box);
  *messages = (MessageList){NULL, NULL};
}

const Message *mailbox_peek(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  mutex_lock(&box->lock);
  if (inbox_is_on(&box->inbox) && box->taken.first == NULL &&
      box->usual.first == NULL) {
    take_all(box);
  }
  const Message *message = next_locked(box, urgent_only, &lane);
  leave(box);
  return message;
}

// The first of the urgent lane's control messages, or NULL.
static Message *control_locked(const Mailbox *box) {
  Message *message = box->urgent.first;
  while (message != NULL && (message->flags & MESSAGE_CONTROL) == 0) {
    message = message->next;
  }
  return message;
}

Message *mailbox_pop_control(Mailbox *box) {
  mutex_lock(&box->lock);
  Message *message = control_locked(box);
  if (message != NULL) {
    message_list_remove(&box->urgent, message);
    uncount_locked(box, message);
  }
  leave(box);
  return message;
}

const Message *mailbox_peek_control(Mailbox *box) {
  mutex_lock(&box->lock);
  const Message *message = control_locked(box);
  mutex_unlock(&box->lock);
  return message;
}

// With the lock: there is nothing to take, and the promise is given up.
static bool rest_locked(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  if (next_locked(box, urgent_only, &lane) != NULL) {
    return false;
  }
  if (!inbox_is_on(&box->inbox)) {
    box->scheduled = false;
    return true;
  }
  // What is not to be taken now goes out of the way first.
  while (!inbox_rest(&box->inbox)) {
    if (!urgent_only) {
      return false;
    }
    add_usual_locked(box, inbox_take(&box->inbox));
  }
  return true;
}

// The promise was given up, and there is something beside: takes it back,
// unless somebody else has made it. False: somebody has, or need not.
static bool take_back(Mailbox *box) {
  if (inbox_wake(&box->inbox)) {
    return true;
  }
  // Turned off meanwhile, by one who found no promise and told nobody.
  mutex_lock(&box->lock);
  bool ours =
      !inbox_is_on(&box->inbox) && !box->scheduled && is_busy_locked(box);
  box->scheduled = box->scheduled || ours;
  leave(box);
  return ours;
}

bool mailbox_rest(Mailbox *box, bool urgent_only) {
  if (!urgent_only && is_all_by_inbox(box)) {
    if (box->taken.first != NULL || !inbox_rest(&box->inbox)) {
      return false;
    }
    // Sequentially consistent, as what others do in promise_locked: either they
    // see that it rests, or it sees what they have put beside.
    return !atomic_load(&box->beside) || !take_back(box);
  }
  mutex_lock(&box->lock);
  bool rests = rest_locked(box, urgent_only);
  leave(box);
  return rests;
}

bool mailbox_is_scheduled(Mailbox *box) {
  mutex_lock(&box->lock);
  bool scheduled =
      inbox_is_on(&box->inbox) ? !inbox_is_idle(&box->inbox) : box->scheduled;
  mutex_unlock(&box->lock);
  return scheduled;
}

// ---- Its course ----

void mailbox_pause(Mailbox *box, bool refuses_asks) {
  mutex_lock(&box->lock);
  box->paused = true;
  atomic_store_explicit(&box->refuses_asks, refuses_asks, memory_order_relaxed);
  close_inbox_locked(box);
  leave(box);
}

bool mailbox_refuses_asks(Mailbox *box, Ref target) {
  if (!atomic_load_explicit(&box->refuses_asks, memory_order_relaxed)) {
    return false;
  }
  mutex_lock(&box->lock);
  bool refuses = is_for(box, target) &&
                 atomic_load_explicit(&box->refuses_asks, memory_order_relaxed);
  mutex_unlock(&box->lock);
  return refuses;
}

void mailbox_reopen(Mailbox *box) {
  mutex_lock(&box->lock);
  box->draining = false;
  close_inbox_locked(box);
  leave(box);
}

MailboxOutcome mailbox_resume(Mailbox *box, Message **message, bool *schedule) {
  mutex_lock(&box->lock);
  bool is_its = is_for(box, (*message)->target);
  if (is_its) {
    push_front(&box->opening, *message);
    box->paused = false;
    atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
    *schedule = promise_locked(box);
    *message = NULL;
  }
  close_inbox_locked(box);
  leave(box);
  return is_its ? MAILBOX_OK : MAILBOX_CLOSED;
}

void mailbox_drain(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  box->draining = box->draining || is_for(box, target);
  close_inbox_locked(box);
  leave(box);
}

void mailbox_close(Mailbox *box) {
  mutex_lock(&box->lock);
  atomic_store_explicit(&box->generation, 0, memory_order_relaxed);
  box->paused = false;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  close_inbox_locked(box);
  leave(box);
}

bool mailbox_resize(Mailbox *box, Ref target, size_t capacity,
                    size_t capacity_bytes) {
  mutex_lock(&box->lock);
  bool is_its = is_for(box, target);
  if (is_its) {
    box->bounds.capacity = capacity;
    box->bounds.capacity_bytes = capacity_bytes;
  }
  close_inbox_locked(box);
  leave(box);
  return is_its;
}

bool mailbox_set_aside(Mailbox *box, Ref target, size_t messages,
                       size_t bytes) {
  mutex_lock(&box->lock);
  bool is_its = is_for(box, target);
  if (is_its) {
    box->aside = messages;
    box->aside_bytes = bytes;
  }
  mutex_unlock(&box->lock);
  return is_its;
}

void mailbox_want(Mailbox *box) {
  atomic_store_explicit(&box->wanted, true, memory_order_relaxed);
}

bool mailbox_was_wanted(Mailbox *box) {
  // Looked at first: it is asked after every message, and hardly ever true.
  return atomic_load_explicit(&box->wanted, memory_order_relaxed) &&
         atomic_exchange_explicit(&box->wanted, false, memory_order_relaxed);
}

MailboxLoad mailbox_load(Mailbox *box, Ref target) {
  MailboxLoad load = {.length = 0};
  mutex_lock(&box->lock);
  if (is_for(box, target)) {
    size_t high_water =
        atomic_load_explicit(&box->high_water, memory_order_relaxed);
    load =
        (MailboxLoad){length_of(box), bytes_of(box), high_water, box->bounds};
  }
  leave(box);
  return load;
}
