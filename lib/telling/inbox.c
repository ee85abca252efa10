// inbox.c -- compare and exchange on one word.
//
// A push that finds IDLE acquires what inbox_rest released: whoever makes the
// promise comes after all that the last one who kept it has done.
//
// Messages are published by the release in inbox_push and seen by the acquire
// in inbox_take and inbox_off. Who is the first after a rest hands the actor to
// another thread: the push acquires what the receiver did before it rested.
// Resting and
// waking are sequentially consistent: who puts something beside the inbox and
// then wakes, and who rests and then looks beside it (mailbox_rest), must not
// both miss each other.
//
// A pushed message may be taken, handled, freed and pushed again between a
// load and the exchange: then the top is equal and right all the same, because
// only the top is compared and `next` was set to it (no ABA: nothing is popped
// singly).
#include "telling/inbox.h"

static bool is_message(uintptr_t top) {
  return top > INBOX_IDLE;
}

static Message *turn_round(uintptr_t top, Load *load) {
  Message *message = is_message(top) ? (Message *)top : NULL;
  Message *turned = NULL;
  while (message != NULL) {
    Message *older = message->next;
    *load += load_of(message);
    message->next = turned;
    turned = message;
    message = older;
  }
  return turned;
}

InboxOutcome inbox_push(Inbox *inbox, Message *message) {
  uintptr_t top = atomic_load_explicit(&inbox->top, memory_order_relaxed);
  do {
    if (top == INBOX_OFF) {
      return INBOX_IS_OFF;
    }
    message->next = is_message(top) ? (Message *)top : NULL;
  } while (!atomic_compare_exchange_weak_explicit(
      &inbox->top, &top, (uintptr_t)message, memory_order_acq_rel,
      memory_order_relaxed));
  return top == INBOX_IDLE ? INBOX_FIRST : INBOX_TAKEN;
}

Message *inbox_take(Inbox *inbox, Load *load) {
  uintptr_t top = atomic_load_explicit(&inbox->top, memory_order_relaxed);
  while (is_message(top) && !atomic_compare_exchange_weak_explicit(
                                &inbox->top, &top, INBOX_EMPTY,
                                memory_order_acquire, memory_order_relaxed)) {
  }
  return turn_round(top, load);
}

Message *inbox_off(Inbox *inbox, bool *promised) {
  uintptr_t top = atomic_exchange(&inbox->top, INBOX_OFF);
  *promised = top != INBOX_IDLE;
  Load load = 0;
  return turn_round(top, &load);
}

void inbox_on(Inbox *inbox, bool promised) {
  atomic_store(&inbox->top, promised ? INBOX_EMPTY : INBOX_IDLE);
}
