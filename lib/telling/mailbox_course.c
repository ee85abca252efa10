// mailbox_course.c -- what a mailbox goes through: a pause, the end of its
// actor or of one of its lives.
#include "base/pool.h"
#include "telling/mailbox_course.h"

bool mailbox_is_open(Mailbox *box, Ref target) {
  mailbox_lock(box);
  bool is_open = mailbox_is_for(box, target) && !box->draining;
  mailbox_unlock(box);
  return is_open;
}

void mailbox_pause(Mailbox *box, bool refuses_asks) {
  mailbox_lock(box);
  box->paused = true;
  atomic_store_explicit(&box->refuses_asks, refuses_asks, memory_order_relaxed);
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
}

bool mailbox_refuses_asks(Mailbox *box, Ref target) {
  if (!atomic_load_explicit(&box->refuses_asks, memory_order_relaxed)) {
    return false;
  }
  mailbox_lock(box);
  bool refuses = mailbox_is_for(box, target) &&
                 atomic_load_explicit(&box->refuses_asks, memory_order_relaxed);
  mailbox_unlock(box);
  return refuses;
}

void mailbox_reopen(Mailbox *box) {
  mailbox_lock(box);
  box->draining = false;
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
}

MailboxOutcome mailbox_resume(Mailbox *box, Message **message, bool *schedule) {
  if (mailbox_push_inbox(box, message, schedule)) {
    return MAILBOX_OK;
  }
  mailbox_lock(box);
  bool is_its = mailbox_is_for(box, (*message)->target);
  if (is_its) {
    (*message)->flags |= MESSAGE_FIRST;
    lane_push_front(&box->usual, *message);
    box->paused = false;
    atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
    *schedule = mailbox_promise_locked(box);
    *message = NULL;
  }
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
  return is_its ? MAILBOX_OK : MAILBOX_CLOSED;
}

void mailbox_drain(Mailbox *box, Ref target) {
  mailbox_lock(box);
  box->draining = box->draining || mailbox_is_for(box, target);
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
}

bool mailbox_end(Mailbox *box, Ref target, MailboxEnd end, bool *schedule) {
  mailbox_lock(box);
  bool is_its = mailbox_is_for(box, target);
  if (is_its) {
    box->draining = true;
    box->end = end > box->end ? (u8)end : box->end;
    *schedule = mailbox_promise_locked(box);
  }
  mailbox_close_inbox_locked(box, false);
  mailbox_leave(box);
  return is_its;
}

bool mailbox_close(Mailbox *box) {
  mailbox_lock(box);
  atomic_store_explicit(&box->generation, 0, memory_order_relaxed);
  box->paused = false;
  box->end = MAILBOX_GOES_ON;
  atomic_store_explicit(&box->refuses_asks, false, memory_order_relaxed);
  mailbox_close_inbox_locked(box, false);
  box->scheduled = false;
  box->draining = false;
  bool left = mailbox_is_busy_locked(box) || box->taken != NULL;
  MailboxRoom *room = box->room;
  box->room = NULL;
  mailbox_leave(box);
  pool_give(room, sizeof *room);
  return left;
}

bool mailbox_is_ending(Mailbox *box, bool urgent_only) {
  if (mailbox_is_all_by_inbox(box)) {
    return false;
  }
  mailbox_lock(box);
  bool ends = mailbox_ends_locked(box, urgent_only);
  mailbox_unlock(box);
  return ends;
}

bool mailbox_ends(Mailbox *box, bool urgent_only, bool *now) {
  if (mailbox_is_all_by_inbox(box)) {
    return false;
  }
  mailbox_lock(box);
  bool ends = mailbox_ends_locked(box, urgent_only);
  *now = box->end == MAILBOX_ENDS_NOW;
  if (ends) {
    box->end = MAILBOX_GOES_ON;
  }
  mailbox_leave(box);
  return ends;
}
