// mailbox_room.c -- bounds: what is reserved, what falls, who waits. Mail that
// comes by the inbox needs none of this.
#include "telling/mailbox_room.h"

// Would `messages` of `bytes` together keep to the bounds?
static bool fits(const MailboxBounds *bounds, size_t messages, size_t bytes) {
  return (bounds->capacity == 0 || messages <= bounds->capacity) &&
         (bounds->capacity_bytes == 0 || bytes <= bounds->capacity_bytes);
}

static MailboxOutcome find_room(Mailbox *box, size_t bytes) {
  if (!mailbox_is_bounded_locked(box)) {
    return MAILBOX_OK;
  }
  const MailboxRoom *room = box->room;
  const MailboxBounds *bounds = &room->bounds;
  Load load = mailbox_load_locked(box);
  bool has_room =
      bounds->policy == FULL_DROP_OLDEST
          ? fits(bounds, 1, bytes)
          : fits(bounds, load_messages(load) + room->reserved + room->aside + 1,
                 load_bytes(load) + room->reserved_bytes + room->aside_bytes +
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

// What comes by the inbox gives no room back, and so takes none: the inbox may
// have been turned on since the caller found it off.
static void reserve_locked(Mailbox *box, size_t bytes) {
  if (box->room != NULL && !inbox_is_on(&box->inbox)) {
    box->room->reserved++;
    box->room->reserved_bytes += bytes;
  }
}

MailboxOutcome mailbox_reserve(Mailbox *box, Ref target, size_t bytes) {
  MailboxOutcome outcome = MAILBOX_CLOSED;
  if (mailbox_is_plain(box, target)) {
    return MAILBOX_OK;
  }
  mailbox_lock(box);
  if (mailbox_is_for(box, target) && !box->draining) {
    outcome = find_room(box, bytes);
  }
  if (outcome == MAILBOX_OK) {
    reserve_locked(box, bytes);
  }
  mailbox_unlock(box);
  return outcome;
}

MailboxOutcome mailbox_look(Mailbox *box, Ref target, size_t bytes) {
  mailbox_lock(box);
  MailboxOutcome outcome = mailbox_is_for(box, target) && !box->draining
                               ? find_room(box, bytes)
                               : MAILBOX_CLOSED;
  mailbox_unlock(box);
  return outcome;
}

bool mailbox_could_hold(Mailbox *box, Ref target, size_t bytes) {
  mailbox_lock(box);
  bool could = !mailbox_is_for(box, target) ||
               !mailbox_is_bounded_locked(box) ||
               fits(&box->room->bounds, 1, bytes);
  mailbox_unlock(box);
  return could;
}

bool mailbox_overreserve(Mailbox *box, Ref target, size_t bytes) {
  mailbox_lock(box);
  bool open = mailbox_is_for(box, target) && !box->draining;
  if (open) {
    reserve_locked(box, bytes);
  }
  mailbox_unlock(box);
  return open;
}

size_t mailbox_free_places(Mailbox *box) {
  size_t places = SIZE_MAX;
  mailbox_lock(box);
  if (mailbox_generation(box) != 0 && mailbox_is_bounded_locked(box)) {
    const MailboxRoom *room = box->room;
    Load load = mailbox_load_locked(box);
    size_t taken = load_messages(load) + room->reserved + room->aside;
    size_t capacity = room->bounds.capacity;
    size_t capacity_bytes = room->bounds.capacity_bytes;
    if (capacity != 0) {
      places = capacity > taken ? capacity - taken : 0;
    }
    if (capacity_bytes != 0 &&
        load_bytes(load) + room->reserved_bytes + room->aside_bytes >=
            capacity_bytes) {
      places = 0;
    }
  }
  mailbox_unlock(box);
  return places;
}

// Room is not counted while there are no bounds: what was sent then has none to
// give back.
void mailbox_unreserve_locked(Mailbox *box, size_t bytes) {
  MailboxRoom *room = box->room;
  if (room != NULL) {
    room->reserved -= room->reserved > 0;
    room->reserved_bytes -=
        bytes < room->reserved_bytes ? bytes : room->reserved_bytes;
  }
}

void mailbox_unreserve(Mailbox *box, Ref target, size_t bytes) {
  mailbox_lock(box);
  if (mailbox_is_for(box, target)) {
    mailbox_unreserve_locked(box, bytes);
  }
  mailbox_unlock(box);
}

static bool is_over_locked(Mailbox *box) {
  const MailboxRoom *room = box->room;
  Load load = mailbox_load_locked(box);
  return !fits(&room->bounds, load_messages(load) + room->aside,
               load_bytes(load) + room->aside_bytes);
}

// Lets the oldest user messages of the lane fall until the rest fits.
static void drop_of_locked(Mailbox *box, Lane *lane, MessageList *dropped) {
  Message *oldest = lane_first(lane);
  while (oldest != NULL && is_over_locked(box)) {
    Message *next = lane_next(lane, oldest);
    if (is_user_message(oldest)) {
      lane_remove(lane, oldest);
      box->lanes_load -= load_of(oldest);
      message_list_push(dropped, oldest);
    }
    oldest = next;
  }
}

void mailbox_drop_locked(Mailbox *box, MessageList *dropped) {
  if (mailbox_is_bounded_locked(box) &&
      box->room->bounds.policy == FULL_DROP_OLDEST) {
    drop_of_locked(box, &box->usual, dropped);
  }
}

bool mailbox_resize(Mailbox *box, Ref target, size_t capacity,
                    size_t capacity_bytes) {
  mailbox_lock(box);
  bool is_its = mailbox_is_for(box, target) && mailbox_make_room_locked(box);
  if (is_its) {
    box->room->bounds.capacity = capacity;
    box->room->bounds.capacity_bytes = capacity_bytes;
  }
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
  return is_its;
}

bool mailbox_set_aside(Mailbox *box, Ref target, size_t messages,
                       size_t bytes) {
  mailbox_lock(box);
  bool is_its = mailbox_is_for(box, target) && mailbox_make_room_locked(box);
  if (is_its) {
    box->room->aside = messages;
    box->room->aside_bytes = bytes;
  }
  mailbox_unlock(box);
  return is_its;
}

static MailboxBounds bounds_locked(const Mailbox *box) {
  return box->room != NULL ? box->room->bounds : (MailboxBounds){.capacity = 0};
}

MailboxBounds mailbox_bounds(const Mailbox *box) {
  mailbox_lock(box);
  MailboxBounds bounds = bounds_locked(box);
  mailbox_unlock(box);
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
  mailbox_lock(box);
  if (mailbox_is_for(box, target)) {
    // What the inbox holds is counted where it can be counted.
    mailbox_close_inbox_locked(box, inbox_holds_some(&box->inbox));
    Load all = mailbox_load_locked(box);
    mailbox_note_length(box, all);
    // Relaxed: a number that orders nothing.
    size_t high_water =
        atomic_load_explicit(&box->high_water, memory_order_relaxed);
    load = (MailboxLoad){load_messages(all), load_bytes(all), high_water,
                         bounds_locked(box)};
  }
  mailbox_leave(box);
  return load;
}
