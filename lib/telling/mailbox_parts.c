// mailbox_parts.c -- the lock, and when the inbox is on.
#include "telling/mailbox_parts.h"

#include <stdalign.h>

#include "base/check.h"
#include "base/latch.h"
#include "base/pool.h"

// ---- The lock ----
//
// An actor is not much larger than a lock, and hardly ever needs it: mailboxes
// share a few. It is a leaf, so nobody holds two of them.

enum { LOCKS = 64, CACHE_LINE = 64 };

static struct { alignas(CACHE_LINE) Latch lock; } locks[LOCKS];

static Latch *lock_of(const Mailbox *box) {
  return &locks[(uintptr_t)box / CACHE_LINE % LOCKS].lock;
}

void mailbox_lock(const Mailbox *box) {
  latch_lock(lock_of(box));
}

void mailbox_unlock(const Mailbox *box) {
  latch_unlock(lock_of(box));
}

// ---- What lies under it ----

bool mailbox_is_busy_locked(const Mailbox *box) {
  return box->urgent.last != NULL || box->usual.last != NULL || box->paused ||
         box->end != MAILBOX_GOES_ON;
}

// Sequentially consistent: pairs with the look at it in mailbox_rest. Only
// stored under the lock: what it says already it was made to say before.
static void tell_beside(Mailbox *box, bool beside) {
  if (atomic_load_explicit(&box->beside, memory_order_relaxed) != beside) {
    atomic_store(&box->beside, beside);
  }
}

void mailbox_leave(Mailbox *box) {
  tell_beside(box, mailbox_is_busy_locked(box) || !inbox_is_on(&box->inbox));
  mailbox_unlock(box);
}

bool mailbox_promise_locked(Mailbox *box) {
  if (inbox_is_on(&box->inbox)) {
    tell_beside(box, true);
    return inbox_wake(&box->inbox);
  }
  bool fresh = !box->scheduled;
  box->scheduled = true;
  return fresh;
}

// ---- How much is in it ----

Load mailbox_load_locked(Mailbox *box) {
  // Relaxed: see mailbox_count_taken.
  return box->lanes_load +
         atomic_load_explicit(&box->taken_load, memory_order_relaxed);
}

void mailbox_add_usual_locked(Mailbox *box, Message *chain) {
  while (chain != NULL) {
    Message *next = chain->next;
    box->lanes_load += load_of(chain);
    lane_push(&box->usual, chain);
    chain = next;
  }
  mailbox_note_length(box, mailbox_load_locked(box));
}

// ---- The inbox on and off ----

#if defined(NO_INBOX)
enum { HAS_INBOX = false };
#else
enum { HAS_INBOX = true };
#endif

static bool wants_inbox_locked(Mailbox *box) {
  return HAS_INBOX && mailbox_generation(box) != 0 &&
         !mailbox_is_bounded_locked(box) && !box->draining && !box->paused;
}

void mailbox_close_inbox_locked(Mailbox *box, bool now) {
  if (inbox_is_on(&box->inbox) && (now || !wants_inbox_locked(box))) {
    mailbox_add_usual_locked(box, inbox_off(&box->inbox, &box->scheduled));
  }
}

// What lies in `usual` becomes what the receiver has taken, which is nothing.
static void take_usual_locked(Mailbox *box) {
  Message *last = box->usual.last;
  if (!mailbox_has_usual_locked(box)) {
    return;
  }
  box->taken = last->next;
  last->next = NULL;
  box->usual.last = NULL;
  Load load = 0;
  for (const Message *at = box->taken; at != NULL; at = at->next) {
    load += load_of(at);
  }
  box->lanes_load -= load;
  mailbox_count_taken(box, load);
}

void mailbox_open_inbox_locked(Mailbox *box) {
  if (!inbox_is_on(&box->inbox) && wants_inbox_locked(box) &&
      (!mailbox_has_usual_locked(box) ||
       (box->taken == NULL && !mailbox_opens_locked(box)))) {
    take_usual_locked(box);
    if (box->room != NULL) {  // that nobody needs any more
      box->room->reserved = 0;
      box->room->reserved_bytes = 0;
    }
    inbox_on(&box->inbox, box->scheduled);
  }
}

// ---- Begin and end ----

void mailbox_init(Mailbox *box) {
  *box = (Mailbox){.inbox = {INBOX_OFF}, .beside = true};
}

void mailbox_release(Mailbox *box) {
  CHECK(!mailbox_is_busy_locked(box) && box->taken == NULL);
  pool_give(box->room, sizeof *box->room);
}

bool mailbox_make_room_locked(Mailbox *box) {
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

static bool open_with_lock(Mailbox *box, u32 generation, MailboxBounds bounds) {
  mailbox_lock(box);
  CHECK(mailbox_generation(box) == 0 && box->usual.last == NULL &&
        box->taken == NULL);
  bool complete = is_usual(&bounds) || mailbox_make_room_locked(box);
  if (box->room != NULL) {
    *box->room = (MailboxRoom){.bounds = bounds};
  }
  atomic_store_explicit(&box->generation, complete ? generation : 0,
                        memory_order_relaxed);
  atomic_store_explicit(&box->high_water, 0, memory_order_relaxed);
  box->scheduled = true;
  mailbox_open_inbox_locked(box);  // nobody knows of it yet
  mailbox_leave(box);
  return complete;
}

// The usual one needs no lock: what that protects was left as it has to be when
// the mailbox was closed, and who has the reference of a former owner changes
// none of it, but for `beside`, which may be true for nothing; or it finds the
// inbox on and the generation as it was, and turns the inbox off, promise and
// all, as anybody may.
bool mailbox_open(Mailbox *box, u32 generation, MailboxBounds bounds) {
  if (!is_usual(&bounds) || box->room != NULL) {
    return open_with_lock(box, generation, bounds);
  }
  // Relaxed, as inbox_on publishes them.
  atomic_store_explicit(&box->high_water, 0, memory_order_relaxed);
  atomic_store_explicit(&box->generation, generation, memory_order_relaxed);
  atomic_store_explicit(&box->beside, false, memory_order_relaxed);
  inbox_on(&box->inbox, true);
  return true;
}
