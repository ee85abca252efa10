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

#include <pthread.h>
#include <stdalign.h>

#include "base/check.h"
#include "base/pool.h"
#include "base/thread.h"

static bool is_user(const Message *message) {
  return (message->flags &
          (MESSAGE_CONTROL | MESSAGE_ANSWER | MESSAGE_NOTICE)) == 0;
}

static u32 generation_of(Mailbox *box) {
  // Relaxed: it is compared, and orders nothing.
  return atomic_load_explicit(&box->generation, memory_order_relaxed);
}

// ---- The lock ----
//
// An actor is not much larger than a lock, and hardly ever needs it: mailboxes
// share a few. It is a leaf, so nobody holds two of them.

enum { LOCKS = 64, CACHE_LINE = 64 };

static struct { alignas(CACHE_LINE) Mutex lock; } locks[LOCKS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init_locks(void) {
  for (size_t i = 0; i < LOCKS; i++) {
    mutex_init(&locks[i].lock);
  }
}

static Mutex *lock_of(const Mailbox *box) {
  return &locks[(uintptr_t)box / CACHE_LINE % LOCKS].lock;
}

// ---- How much is in it ----
//
// Messages and their bytes in one number, so that a sender counts with one
// addition; what is in it is a difference.

enum { COUNT_SHIFT = 40 };

static u64 load_of(const Message *message) {
  return ((u64)1 << COUNT_SHIFT) + message_bytes(message);
}

// Acquire: pairs with the release in count_out, so what has departed has been
// seen to arrive, and the difference is not below zero.
static u64 load_now(Mailbox *box) {
  u64 departed = atomic_load_explicit(&box->departed, memory_order_acquire);
  return atomic_load_explicit(&box->arrived, memory_order_relaxed) - departed;
}

// Relaxed: the push that follows publishes it.
static void count_in(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    atomic_fetch_add_explicit(&box->arrived, load_of(message),
                              memory_order_relaxed);
  }
}

// One that did not get in, or fell out for another.
static void uncount(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    atomic_fetch_sub_explicit(&box->arrived, load_of(message),
                              memory_order_relaxed);
  }
}

// Only the receiver adds to the number: no locked operation.
static void count_out(Mailbox *box, const Message *message) {
  if (is_user(message)) {
    u64 before = atomic_load_explicit(&box->departed, memory_order_relaxed);
    atomic_store_explicit(&box->departed, before + load_of(message),
                          memory_order_release);
  }
}

static size_t length_of(Mailbox *box) {
  return (size_t)(load_now(box) >> COUNT_SHIFT);
}

static size_t bytes_of(Mailbox *box) {
  return (size_t)(load_now(box) & (((u64)1 << COUNT_SHIFT) - 1));
}

static void note_length(Mailbox *box) {
  size_t length = length_of(box);
  u32 noted = length < UINT32_MAX ? (u32)length : UINT32_MAX;
  // Relaxed: a number that orders nothing; two who note at once may lose one.
  if (noted > atomic_load_explicit(&box->high_water, memory_order_relaxed)) {
    atomic_store_explicit(&box->high_water, noted, memory_order_relaxed);
  }
}

// ---- Under the lock ----

static bool is_busy_locked(const Mailbox *box) {
  return box->urgent.last != NULL || box->opening.last != NULL ||
         box->usual.last != NULL || box->paused || box->end != MAILBOX_GOES_ON;
}

// Sequentially consistent: pairs with the look at it in mailbox_rest.
static void tell_beside(Mailbox *box, bool beside) {
  atomic_store(&box->beside, beside);
}

static void leave(Mailbox *box) {
  tell_beside(box, is_busy_locked(box) || !inbox_is_on(&box->inbox));
  mutex_unlock(lock_of(box));
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

static bool is_bounded_locked(const Mailbox *box) {
  return box->room != NULL && (box->room->bounds.capacity != 0 ||
                               box->room->bounds.capacity_bytes != 0);
}

static bool wants_inbox_locked(Mailbox *box) {
  return generation_of(box) != 0 && !is_bounded_locked(box) && !box->draining &&
         !box->paused;
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
      box->usual.last == NULL) {
    if (box->room != NULL) {  // that nobody needs any more
      box->room->reserved = 0;
      box->room->reserved_bytes = 0;
    }
    inbox_on(&box->inbox, box->scheduled);
  }
}

void mailbox_init(Mailbox *box) {
  CHECK(pthread_once(&once, init_locks) == 0);
  *box = (Mailbox){.inbox = {INBOX_OFF}, .beside = true};
}

void mailbox_release(Mailbox *box) {
  CHECK(!is_busy_locked(box) && box->taken == NULL);
  pool_give(box->room, sizeof *box->room);
}

// False: out of memory.
static bool make_room_locked(Mailbox *box) {
  if (box->room == NULL) {
    box->room = pool_take(sizeof *box->room);
    if (box->room != NULL) {
      *box->room = (MailboxRoom){.reserved = 0};
    }
  }
  return box->room != NULL;
}

static bool is_usual(const MailboxBounds *bounds) {
  return bounds->capacity == 0 && bounds->capacity_bytes == 0 &&
         bounds->policy == FULL_REFUSE;
}

static bool open_with(Mailbox *box, u32 generation, MailboxBounds bounds,
                      bool promised) {
  mutex_lock(lock_of(box));
  CHECK(generation_of(box) == 0 && box->usual.last == NULL);
  bool complete = is_usual(&bounds) || make_room_locked(box);
  if (box->room != NULL) {
    *box->room = (MailboxRoom){.bounds = bounds};
  }
  atomic_store_explicit(&box->generation, complete ? generation : 0,
                        memory_order_relaxed);
  atomic_store_explicit(&box->arrived, 0, memory_order_relaxed);
  atomic_store_explicit(&box->departed, 0, memory_order_relaxed);
  atomic_store_explicit(&box->high_water, 0, memory_order_relaxed);
  box->scheduled = promised;
  open_inbox_locked(box);  // nobody knows of it yet
  leave(box);
  return complete;
}

bool mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds) {
  return open_with(box, generation, bounds, false);
}

// The usual one needs no lock: what that protects was left as it has to be when
// the mailbox was closed, and who has the reference of a former owner changes
// none of it, but for `beside`, which may be true for nothing; or it finds the
// inbox on and the generation as it was, and turns the inbox off, promise and
// all, as anybody may.
bool mailbox_open_promised(Mailbox *box, u32 generation, MailboxBounds bounds) {
  if (!is_usual(&bounds) || box->room != NULL) {
    return open_with(box, generation, bounds, true);
  }
  // Relaxed, as inbox_on publishes them.
  atomic_store_explicit(&box->high_water, 0, memory_order_relaxed);
  atomic_store_explicit(&box->generation, generation, memory_order_relaxed);
  atomic_store_explicit(&box->beside, false, memory_order_relaxed);
  inbox_on(&box->inbox, true);
  return true;
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
  if (!is_bounded_locked(box)) {
    return MAILBOX_OK;
  }
  const MailboxRoom *room = box->room;
  const MailboxBounds *bounds = &room->bounds;
  bool has_room =
      bounds->policy == FULL_DROP_OLDEST
          ? fits(bounds, 1, bytes)
          : fits(bounds, length_of(box) + room->reserved + room->aside + 1,
                 bytes_of(box) + room->reserved_bytes + room->aside_bytes +
                     bytes);
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
bool mailbox_is_plain(Mailbox *box, Ref target) {
  return inbox_is_on(&box->inbox) && is_for(box, target);
}

static void reserve_locked(Mailbox *box, size_t bytes) {
  if (box->room != NULL) {
    box->room->reserved++;
    box->room->reserved_bytes += bytes;
  }
}

MailboxOutcome mailbox_reserve(Mailbox *box, Ref target, size_t bytes) {
  MailboxOutcome outcome = MAILBOX_CLOSED;
  if (mailbox_is_plain(box, target)) {
    return MAILBOX_OK;
  }
  mutex_lock(lock_of(box));
  if (is_for(box, target) && !box->draining) {
    outcome = find_room(box, bytes);
  }
  if (outcome == MAILBOX_OK) {
    reserve_locked(box, bytes);
  }
  mutex_unlock(lock_of(box));
  return outcome;
}

MailboxOutcome mailbox_look(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(lock_of(box));
  MailboxOutcome outcome = is_for(box, target) && !box->draining
                               ? find_room(box, bytes)
                               : MAILBOX_CLOSED;
  mutex_unlock(lock_of(box));
  return outcome;
}

bool mailbox_could_hold(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(lock_of(box));
  bool could = !is_for(box, target) || !is_bounded_locked(box) ||
               fits(&box->room->bounds, 1, bytes);
  mutex_unlock(lock_of(box));
  return could;
}

bool mailbox_overreserve(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(lock_of(box));
  bool open = is_for(box, target) && !box->draining;
  if (open) {
    reserve_locked(box, bytes);
  }
  mutex_unlock(lock_of(box));
  return open;
}

size_t mailbox_free_places(Mailbox *box) {
  size_t places = SIZE_MAX;
  mutex_lock(lock_of(box));
  if (generation_of(box) != 0 && is_bounded_locked(box)) {
    const MailboxRoom *room = box->room;
    size_t taken = length_of(box) + room->reserved + room->aside;
    size_t capacity = room->bounds.capacity;
    size_t capacity_bytes = room->bounds.capacity_bytes;
    if (capacity != 0) {
      places = capacity > taken ? capacity - taken : 0;
    }
    if (capacity_bytes != 0 &&
        bytes_of(box) + room->reserved_bytes + room->aside_bytes >=
            capacity_bytes) {
      places = 0;
    }
  }
  mutex_unlock(lock_of(box));
  return places;
}

bool mailbox_is_open(Mailbox *box, Ref target) {
  mutex_lock(lock_of(box));
  bool is_open = is_for(box, target) && !box->draining;
  mutex_unlock(lock_of(box));
  return is_open;
}

// Room is not counted while there are no bounds: what was sent then has none to
// give back.
static void unreserve_locked(Mailbox *box, size_t bytes) {
  MailboxRoom *room = box->room;
  if (room != NULL) {
    room->reserved -= room->reserved > 0;
    room->reserved_bytes -=
        bytes < room->reserved_bytes ? bytes : room->reserved_bytes;
  }
}

void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(lock_of(box));
  if (is_for(box, target)) {
    unreserve_locked(box, bytes);
  }
  mutex_unlock(lock_of(box));
}

static void add_usual_locked(Mailbox *box, Message *chain) {
  while (chain != NULL) {
    Message *next = chain->next;
    lane_push(&box->usual, chain);
    chain = next;
  }
  note_length(box);
}

// Lets the oldest user messages of the lane fall until the rest fits.
static void drop_locked(Mailbox *box, Lane *lane, MessageList *dropped) {
  const MailboxRoom *room = box->room;
  Message *oldest = lane_first(lane);
  while (oldest != NULL && !fits(&room->bounds, length_of(box) + room->aside,
                                 bytes_of(box) + room->aside_bytes)) {
    Message *next = lane_next(lane, oldest);
    if (is_user(oldest)) {
      lane_remove(lane, oldest);
      uncount(box, oldest);
      message_list_push(dropped, oldest);
    }
    oldest = next;
  }
}

static Lane *lane_of(Mailbox *box, const Message *message) {
  bool wakes = box->paused && (message->flags & MESSAGE_WAKES) != 0;
  return wakes || (message->flags & MESSAGE_URGENT) ? &box->urgent
         : message->flags & MESSAGE_FIRST           ? &box->opening
                                                    : &box->usual;
}

bool mailbox_push_plain(Mailbox *box, Message *message, bool *schedule) {
  count_in(box, message);
  switch (inbox_push(&box->inbox, message)) {
    case INBOX_IS_OFF:
      uncount(box, message);
      return false;
    case INBOX_TAKEN:
      break;
    case INBOX_FIRST:
      *schedule = true;
      break;
  }
  return true;
}

// Only what is neither urgent nor first may come by the inbox.
static bool push_inbox(Mailbox *box, Message **message, bool *schedule) {
  if (((*message)->flags & (MESSAGE_URGENT | MESSAGE_FIRST)) != 0 ||
      !mailbox_is_plain(box, (*message)->target) ||
      !mailbox_push_plain(box, *message, schedule)) {
    return false;
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
  mutex_lock(lock_of(box));
  if (!is_for(box, (*message)->target)) {
    leave(box);
    return MAILBOX_CLOSED;
  }
  if (user) {
    unreserve_locked(box, message_bytes(*message));
  }
  count_in(box, *message);
  lane_push(lane_of(box, *message), *message);
  note_length(box);
  if (user && is_bounded_locked(box) &&
      box->room->bounds.policy == FULL_DROP_OLDEST) {
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

// What came by the inbox, into the receiver's own list, which is empty.
static void take_all(Mailbox *box) {
  box->taken = inbox_take(&box->inbox);
  if (box->taken != NULL) {
    note_length(box);
  }
}

// One of the receiver's own list.
static Message *pop_taken(Mailbox *box) {
  Message *message = box->taken;
  if (message != NULL) {
    box->taken = message->next;
    message->next = NULL;
    count_out(box, message);
  }
  return message;
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
  if (box->opening.last == NULL && box->taken != NULL) {
    *lane = NULL;
    return box->taken;
  }
  *lane = box->opening.last != NULL ? &box->opening : &box->usual;
  return lane_first(*lane);
}

static Message *pop_locked(Mailbox *box, bool urgent_only) {
  Lane *lane;
  Message *message = next_locked(box, urgent_only, &lane);
  if (message == NULL) {
    return NULL;
  }
  if (lane == NULL) {
    return pop_taken(box);
  }
  lane_remove(lane, message);
  count_out(box, message);
  return message;
}

Message *mailbox_pop(Mailbox *box, bool urgent_only) {
  if (is_all_by_inbox(box)) {
    if (urgent_only) {
      return NULL;
    }
    if (box->taken == NULL) {
      take_all(box);
    }
    if (box->taken != NULL || is_all_by_inbox(box)) {
      return pop_taken(box);
    }
  }
  mutex_lock(lock_of(box));
  open_inbox_locked(box);
  if (inbox_is_on(&box->inbox) && box->taken == NULL) {
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
  mutex_lock(lock_of(box));
  for (Message *message = messages->first; message != NULL;
       message = message->next) {
    count_in(box, message);
  }
  if (box->opening.last == NULL && box->taken != NULL) {
    messages->last->next = box->taken;
    box->taken = messages->first;
  } else {
    lane_prepend(box->opening.last != NULL ? &box->opening : &box->usual,
                 messages);
  }
  note_length(box);
  leave(box);
  *messages = (MessageList){NULL, NULL};
}

const Message *mailbox_peek(Mailbox *box, bool urgent_only) {
  Lane *lane;
  mutex_lock(lock_of(box));
  if (inbox_is_on(&box->inbox) && box->taken == NULL &&
      box->usual.last == NULL) {
    take_all(box);
  }
  const Message *message = next_locked(box, urgent_only, &lane);
  leave(box);
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
  mutex_lock(lock_of(box));
  Message *message = control_locked(box);
  if (message != NULL) {
    lane_remove(&box->urgent, message);
  }
  leave(box);
  return message;
}

const Message *mailbox_peek_control(Mailbox *box) {
  mutex_lock(lock_of(box));
  const Message *message = control_locked(box);
  mutex_unlock(lock_of(box));
  return message;
}

// There is nothing to take.
static bool ends_locked(const Mailbox *box, bool urgent_only) {
  return box->end == MAILBOX_ENDS_NOW ||
         (box->end == MAILBOX_ENDS_LAST && !urgent_only);
}

bool mailbox_is_ending(Mailbox *box, bool urgent_only) {
  if (is_all_by_inbox(box)) {
    return false;
  }
  mutex_lock(lock_of(box));
  bool ends = ends_locked(box, urgent_only);
  mutex_unlock(lock_of(box));
  return ends;
}

bool mailbox_ends(Mailbox *box, bool urgent_only, bool *now) {
  if (is_all_by_inbox(box)) {
    return false;
  }
  mutex_lock(lock_of(box));
  bool ends = ends_locked(box, urgent_only);
  *now = box->end == MAILBOX_ENDS_NOW;
  if (ends) {
    box->end = MAILBOX_GOES_ON;
  }
  leave(box);
  return ends;
}

// With the lock: there is nothing to take, and the promise is given up.
static bool rest_locked(Mailbox *box, bool urgent_only) {
  Lane *lane;
  if (next_locked(box, urgent_only, &lane) != NULL ||
      ends_locked(box, urgent_only)) {
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
  mutex_lock(lock_of(box));
  bool ours =
      !inbox_is_on(&box->inbox) && !box->scheduled && is_busy_locked(box);
  box->scheduled = box->scheduled || ours;
  leave(box);
  return ours;
}

bool mailbox_rest(Mailbox *box, bool urgent_only) {
  if (!urgent_only && is_all_by_inbox(box)) {
    if (box->taken != NULL || !inbox_rest(&box->inbox)) {
      return false;
    }
    // Sequentially consistent, as what others do in promise_locked: either they
    // see that it rests, or it sees what they have put beside.
    return !atomic_load(&box->beside) || !take_back(box);
  }
  mutex_lock(lock_of(box));
  bool rests = rest_locked(box, urgent_only);
  leave(box);
  return rests;
}

bool mailbox_is_scheduled(Mailbox *box) {
  mutex_lock(lock_of(box));
  bool scheduled =
      inbox_is_on(&box->inbox) ? !inbox_is_idle(&box->inbox) : box->scheduled;
  mutex_unlock(lock_of(box));
  return scheduled;
}

// ---- Its course ----

void mailbox_pause(Mailbox *box, bool refuses_asks) {
  mutex_lock(lock_of(box));
  box->paused = true;
  atomic_store_explicit(&box->refuses_asks, refuses_asks, memory_order_relaxed);
  close_inbox_locked(box);
  leave(box);
}

bool mailbox_refuses_asks(Mailbox *box, Ref target) {
  if (!atomic_load_explicit(&box->refuses_asks, memory_order_relaxed)) {
    return false;
  }
  mutex_lock(lock_of(box));
  bool refuses = is_for(box, target) &&
                 atomic_load_explicit(&box->refuses_asks, memory_order_relaxed);
  mutex_unlock(lock_of(box));
  return refuses;
}

void mailbox_reopen(Mailbox *box) {
  mutex_lock(lock_of(box));
  box->draining = false;
  close_inbox_locked(box);
  leave(box);
}

MailboxOutcome mailbox_resume(Mailbox *box, Message **message, bool *schedule) {
  if (push_inbox(box, message, schedule)) {
    return MAILBOX_OK;
  }
  mutex_lock(lock_of(box));
  bool is_its = is_for(box, (*message)->target);
  if (is_its) {
    lane_push_front(&box->opening, *message);
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
  mutex_lock(lock_of(box));
  box->draining = box->draining || is_for(box, target);
  close_inbox_locked(box);
  leave(box);
}

bool mailbox_end(Mailbox *box, Ref target, MailboxEnd end, bool *schedule) {
  mutex_lock(lock_of(box));
  bool is_its = is_for(box, target);
  if (is_its) {
    box->draining = true;
    box->end = end > box->end ? (u8)end : box->end;
    *schedule = promise_locked(box);
  }
  close_inbox_locked(box);
  leave(box);
  return is_its;
}

bool mailbox_close(Mailbox *box) {
  mutex_lock(lock_of(box));
  atomic_store_explicit(&box->generation, 0, memory_order_relaxed);
  box->paused = false;
  box->end = MAILBOX_GOES_ON;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  close_inbox_locked(box);
  box->scheduled = false;
  box->draining = false;
  bool left = is_busy_locked(box) || box->taken != NULL;
  MailboxRoom *room = box->room;
  box->room = NULL;
  leave(box);
  pool_give(room, sizeof *room);
  return left;
}

bool mailbox_resize(Mailbox *box, Ref target, size_t capacity,
                    size_t capacity_bytes) {
  mutex_lock(lock_of(box));
  bool is_its = is_for(box, target) && make_room_locked(box);
  if (is_its) {
    box->room->bounds.capacity = capacity;
    box->room->bounds.capacity_bytes = capacity_bytes;
  }
  close_inbox_locked(box);
  leave(box);
  return is_its;
}

bool mailbox_set_aside(Mailbox *box, Ref target, size_t messages,
                       size_t bytes) {
  mutex_lock(lock_of(box));
  bool is_its = is_for(box, target) && make_room_locked(box);
  if (is_its) {
    box->room->aside = messages;
    box->room->aside_bytes = bytes;
  }
  mutex_unlock(lock_of(box));
  return is_its;
}

static MailboxBounds bounds_locked(const Mailbox *box) {
  return box->room != NULL ? box->room->bounds : (MailboxBounds){.capacity = 0};
}

MailboxBounds mailbox_bounds(const Mailbox *box) {
  mutex_lock(lock_of(box));
  MailboxBounds bounds = bounds_locked(box);
  mutex_unlock(lock_of(box));
  return bounds;
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
  mutex_lock(lock_of(box));
  if (is_for(box, target)) {
    // Relaxed: a number that orders nothing.
    size_t high_water =
        atomic_load_explicit(&box->high_water, memory_order_relaxed);
    load = (MailboxLoad){length_of(box), bytes_of(box), high_water,
                         bounds_locked(box)};
  }
  leave(box);
  return load;
}
