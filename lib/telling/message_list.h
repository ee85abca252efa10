// message_list.h -- messages in a row, linked by their `next`. Not for users.
//
// A message is in one list at a time, which owns it. No locks: a list is
// guarded by whoever has it.
#ifndef TELLING_MESSAGE_LIST_H
#define TELLING_MESSAGE_LIST_H

#include "telling/message.h"

typedef struct MessageList {
  Message *first;
  Message *last;
} MessageList;

void message_list_push(MessageList *list, Message *message);
Message *message_list_pop(MessageList *list);  // NULL when empty

// The same in one word, for what every actor has: the last message, whose
// `next` is the first. Zeroed, it is empty.
typedef struct Lane {
  Message *last;
} Lane;

void lane_push(Lane *lane, Message *message);
void lane_push_front(Lane *lane, Message *message);

// Puts it behind a message that is in the lane; NULL: to the front.
void lane_insert(Lane *lane, Message *before, Message *message);

// Moves a list that is not empty to the front.
void lane_prepend(Lane *lane, MessageList *messages);

// Takes out a message that is in the lane.
void lane_remove(Lane *lane, Message *message);

// The first; the one behind a message of the lane; NULL: there is none.
static inline Message *lane_first(const Lane *lane) {
  return lane->last != NULL ? lane->last->next : NULL;
}

// Takes the first out, or NULL.
static inline Message *lane_pop(Lane *lane) {
  Message *first = lane_first(lane);
  if (first != NULL) {
    *(first != lane->last ? &lane->last->next : &lane->last) =
        first != lane->last ? first->next : NULL;
    first->next = NULL;
  }
  return first;
}

static inline Message *lane_next(const Lane *lane, const Message *message) {
  return message != lane->last ? message->next : NULL;
}

#endif
