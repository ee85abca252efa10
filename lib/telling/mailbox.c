// mailbox.c -- the locked body. See mailbox.h; the lock is a leaf: nothing is
// called while it is held.
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

void mailbox_init(Mailbox *box) {
  *box = (Mailbox){.generation = 0};
  mutex_init(&box->lock);
}

void mailbox_release(Mailbox *box) {
  CHECK(box->urgent.first == NULL && box->opening.first == NULL &&
        box->usual.first == NULL);
  mutex_release(&box->lock);
}

void mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds) {
  mutex_lock(&box->lock);
  CHECK(box->generation == 0 && box->usual.first == NULL);
  box->generation = generation;
  box->bounds = bounds;
  box->length = 0;
  box->high_water = 0;
  box->reserved = 0;
  box->bytes = 0;
  box->reserved_bytes = 0;
  box->aside = 0;
  box->aside_bytes = 0;
  box->scheduled = false;
  box->draining = false;
  box->paused = false;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  mutex_unlock(&box->lock);
}

static bool is_for(const Mailbox *box, Ref target) {
  return box->generation != 0 && box->generation == ref_generation(target);
}

// Would `messages` of `bytes` together keep to the bounds?
static bool fits(const MailboxBounds *bounds, size_t messages, size_t bytes) {
  return (bounds->capacity == 0 || messages <= bounds->capacity) &&
         (bounds->capacity_bytes == 0 || bytes <= bounds->capacity_bytes);
}

static MailboxOutcome find_room(const Mailbox *box, size_t bytes) {
  const MailboxBounds *bounds = &box->bounds;
  bool has_room =
      bounds->policy == FULL_DROP_OLDEST
          ? fits(bounds, 1, bytes)
          : fits(bounds, box->length + box->reserved + box->aside + 1,
                 box->bytes + box->reserved_bytes + box->aside_bytes + bytes);
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

MailboxOutcome mailbox_reserve(Mailbox *box, Ref target, size_t bytes) {
  MailboxOutcome outcome = MAILBOX_CLOSED;
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
  size_t taken = box->length + box->reserved;
  size_t places = SIZE_MAX;
  if (box->generation != 0 && box->bounds.capacity != 0) {
    places = box->bounds.capacity > taken ? box->bounds.capacity - taken : 0;
  }
  if (box->generation != 0 && box->bounds.capacity_bytes != 0 &&
      box->bytes + box->reserved_bytes >= box->bounds.capacity_bytes) {
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

static void unreserve_locked(Mailbox *box, size_t bytes) {
  CHECK(box->reserved > 0 && box->reserved_bytes >= bytes);
  box->reserved--;
  box->reserved_bytes -= bytes;
}

void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes) {
  mutex_lock(&box->lock);
  if (is_for(box, target)) {
    unreserve_locked(box, bytes);
  }
  mutex_unlock(&box->lock);
}

static void count_in_locked(Mailbox *box) {
  box->length++;
  box->high_water =
      box->length > box->high_water ? box->length : box->high_water;
}

static void uncount_locked(Mailbox *box, const Message *message) {
  box->length--;
  box->bytes -= message_bytes(message);
}

// Lets the oldest user messages of the lane fall until the rest fits.
static void drop_locked(Mailbox *box, MessageList *lane, MessageList *dropped) {
  Message *oldest = lane->first;
  while (oldest != NULL && !fits(&box->bounds, box->length + box->aside,
                                 box->bytes + box->aside_bytes)) {
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

MailboxOutcome mailbox_push(Mailbox *box, Message **message, bool *schedule,
                            MessageList *dropped) {
  bool user = is_user(*message);
  size_t bytes = user ? message_bytes(*message) : 0;
  mutex_lock(&box->lock);
  if (!is_for(box, (*message)->target)) {
    mutex_unlock(&box->lock);
    return MAILBOX_CLOSED;
  }
  if (user) {
    unreserve_locked(box, bytes);
    count_in_locked(box);
    box->bytes += bytes;
  }
  message_list_push(lane_of(box, *message), *message);
  if (user && box->bounds.policy == FULL_DROP_OLDEST) {
    drop_locked(box, &box->opening, dropped);
    drop_locked(box, &box->usual, dropped);
  }
  *schedule = !box->scheduled;
  box->scheduled = true;
  mutex_unlock(&box->lock);
  *message = NULL;
  return MAILBOX_OK;
}

// Where the first message is that is not urgent, if there is one.
static MessageList *front(Mailbox *box) {
  return box->opening.first != NULL ? &box->opening : &box->usual;
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
    *lane = front(box);
    message = (*lane)->first;
  }
  return message;
}

Message *mailbox_pop(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  mutex_lock(&box->lock);
  Message *message = next_locked(box, urgent_only, &lane);
  if (message != NULL) {
    message_list_remove(lane, message);
  }
  if (message != NULL && is_user(message)) {
    uncount_locked(box, message);
  }
  mutex_unlock(&box->lock);
  return message;
}

void mailbox_put_back(Mailbox *box, MessageList *messages) {
  if (messages->first == NULL) {
    return;
  }
  mutex_lock(&box->lock);
  for (Message *message = messages->first; message != NULL;
       message = message->next) {
    if (is_user(message)) {
      count_in_locked(box);
      box->bytes += message_bytes(message);
    }
  }
  MessageList *lane = front(box);
  messages->last->next = lane->first;
  if (lane->first == NULL) {  // then its last is none either
    lane->last = messages->last;
  }
  lane->first = messages->first;
  mutex_unlock(&box->lock);
  *messages = (MessageList){NULL, NULL};
}

const Message *mailbox_peek(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  mutex_lock(&box->lock);
  const Message *message = next_locked(box, urgent_only, &lane);
  mutex_unlock(&box->lock);
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
  }
  mutex_unlock(&box->lock);
  return message;
}

const Message *mailbox_peek_control(Mailbox *box) {
  mutex_lock(&box->lock);
  const Message *message = control_locked(box);
  mutex_unlock(&box->lock);
  return message;
}

bool mailbox_rest(Mailbox *box, bool urgent_only) {
  MessageList *lane;
  mutex_lock(&box->lock);
  bool rests = next_locked(box, urgent_only, &lane) == NULL;
  if (rests) {
    box->scheduled = false;
  }
  mutex_unlock(&box->lock);
  return rests;
}

void mailbox_pause(Mailbox *box, bool refuses_asks) {
  mutex_lock(&box->lock);
  box->paused = true;
  atomic_store_explicit(&box->refuses_asks, refuses_asks, memory_order_relaxed);
  mutex_unlock(&box->lock);
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
  mutex_unlock(&box->lock);
}

MailboxOutcome mailbox_resume(Mailbox *box, Message **message, bool *schedule) {
  mutex_lock(&box->lock);
  bool is_its = is_for(box, (*message)->target);
  if (is_its) {
    push_front(&box->opening, *message);
    box->paused = false;
    atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
    *schedule = !box->scheduled;
    box->scheduled = true;
    *message = NULL;
  }
  mutex_unlock(&box->lock);
  return is_its ? MAILBOX_OK : MAILBOX_CLOSED;
}

void mailbox_drain(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  box->draining = box->draining || is_for(box, target);
  mutex_unlock(&box->lock);
}

void mailbox_close(Mailbox *box) {
  mutex_lock(&box->lock);
  box->generation = 0;
  box->paused = false;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  mutex_unlock(&box->lock);
}

bool mailbox_resize(Mailbox *box, Ref target, size_t capacity,
                    size_t capacity_bytes) {
  mutex_lock(&box->lock);
  bool is_its = is_for(box, target);
  if (is_its) {
    box->bounds.capacity = capacity;
    box->bounds.capacity_bytes = capacity_bytes;
  }
  mutex_unlock(&box->lock);
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
    load = (MailboxLoad){box->length, box->bytes, box->high_water, box->bounds};
  }
  mutex_unlock(&box->lock);
  return load;
}
