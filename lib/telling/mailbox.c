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
  return (message->flags & (MESSAGE_CONTROL | MESSAGE_ANSWER)) == 0;
}

void mailbox_init(Mailbox *box) {
  *box = (Mailbox){.generation = 0};
  mutex_init(&box->lock);
}

void mailbox_release(Mailbox *box) {
  CHECK(box->urgent.first == NULL && box->usual.first == NULL);
  mutex_release(&box->lock);
}

void mailbox_open(Mailbox *box, u32 generation, size_t capacity) {
  mutex_lock(&box->lock);
  CHECK(box->generation == 0 && box->usual.first == NULL);
  box->generation = generation;
  box->capacity = capacity;
  box->length = 0;
  box->reserved = 0;
  box->scheduled = false;
  box->draining = false;
  mutex_unlock(&box->lock);
}

static bool is_for(const Mailbox *box, Ref target) {
  return box->generation != 0 && box->generation == ref_generation(target);
}

MailboxOutcome mailbox_reserve(Mailbox *box, Ref target) {
  MailboxOutcome outcome = MAILBOX_OK;
  mutex_lock(&box->lock);
  if (!is_for(box, target) || box->draining) {
    outcome = MAILBOX_CLOSED;
  } else if (box->capacity > 0 &&
             box->length + box->reserved >= box->capacity) {
    outcome = MAILBOX_FULL;
  } else {
    box->reserved++;
  }
  mutex_unlock(&box->lock);
  return outcome;
}

bool mailbox_is_open(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  bool is_open = is_for(box, target) && !box->draining;
  mutex_unlock(&box->lock);
  return is_open;
}

void mailbox_unreserve(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  if (is_for(box, target)) {
    CHECK(box->reserved > 0);
    box->reserved--;
  }
  mutex_unlock(&box->lock);
}

MailboxOutcome mailbox_push(Mailbox *box, Message **message, bool *schedule) {
  mutex_lock(&box->lock);
  if (!is_for(box, (*message)->target)) {
    mutex_unlock(&box->lock);
    return MAILBOX_CLOSED;
  }
  if (is_user(*message)) {
    CHECK(box->reserved > 0);
    box->reserved--;
    box->length++;
  }
  message_list_push(
      (*message)->flags & MESSAGE_URGENT ? &box->urgent : &box->usual,
      *message);
  *schedule = !box->scheduled;
  box->scheduled = true;
  mutex_unlock(&box->lock);
  *message = NULL;
  return MAILBOX_OK;
}

Message *mailbox_pop(Mailbox *box, bool urgent_only) {
  mutex_lock(&box->lock);
  Message *message = message_list_pop(&box->urgent);
  if (message == NULL && !urgent_only) {
    message = message_list_pop(&box->usual);
  }
  if (message != NULL && is_user(message)) {
    box->length--;
  }
  mutex_unlock(&box->lock);
  return message;
}

static const Message *next_locked(const Mailbox *box, bool urgent_only) {
  return box->urgent.first != NULL || urgent_only ? box->urgent.first
                                                  : box->usual.first;
}

const Message *mailbox_peek(Mailbox *box, bool urgent_only) {
  mutex_lock(&box->lock);
  const Message *message = next_locked(box, urgent_only);
  mutex_unlock(&box->lock);
  return message;
}

bool mailbox_rest(Mailbox *box, bool urgent_only) {
  mutex_lock(&box->lock);
  bool rests = next_locked(box, urgent_only) == NULL;
  if (rests) {
    box->scheduled = false;
  }
  mutex_unlock(&box->lock);
  return rests;
}

void mailbox_drain(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  box->draining = box->draining || is_for(box, target);
  mutex_unlock(&box->lock);
}

void mailbox_close(Mailbox *box) {
  mutex_lock(&box->lock);
  box->generation = 0;
  mutex_unlock(&box->lock);
}

size_t mailbox_length(Mailbox *box, Ref target) {
  mutex_lock(&box->lock);
  size_t length = is_for(box, target) ? box->length : 0;
  mutex_unlock(&box->lock);
  return length;
}
