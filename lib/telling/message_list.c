// message_list.c -- lists with two ends, and lanes that know only one.
#include "telling/message_list.h"

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

// ---- Lanes ----

void lane_push(Lane *lane, Message *message) {
  lane_push_front(lane, message);
  lane->last = message;
}

void lane_push_front(Lane *lane, Message *message) {
  if (lane->last == NULL) {
    message->next = message;
    lane->last = message;
  } else {
    message->next = lane->last->next;
    lane->last->next = message;
  }
}

void lane_insert(Lane *lane, Message *before, Message *message) {
  if (before == NULL) {
    lane_push_front(lane, message);
  } else if (before == lane->last) {
    lane_push(lane, message);
  } else {
    message->next = before->next;
    before->next = message;
  }
}

void lane_remove(Lane *lane, Message *message) {
  Message *before = lane->last;
  while (before->next != message) {
    before = before->next;
    CHECK(before != lane->last);
  }
  before->next = message->next;
  if (lane->last == message) {
    lane->last = before != message ? before : NULL;
  }
  message->next = NULL;
}

void lane_prepend(Lane *lane, MessageList *messages) {
  Message *first = lane_first(lane);
  messages->last->next = first != NULL ? first : messages->first;
  if (first == NULL) {
    lane->last = messages->last;
  } else {
    lane->last->next = messages->first;
  }
  *messages = (MessageList){NULL, NULL};
}
