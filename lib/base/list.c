// list.c -- a ring of nodes closed by the list's own.
//
// The `end` node stands both before the first and after the last, so no
// operation has to ask whether the list is empty.
#include "base/list.h"

#include "base/check.h"

void list_init(List *list) {
  list->end.next = &list->end;
  list->end.prev = &list->end;
}

bool list_is_empty(const List *list) {
  return list->end.next == &list->end;
}

static void insert_before(ListNode *next, ListNode *node) {
  CHECK(!list_is_linked(node));
  node->next = next;
  node->prev = next->prev;
  next->prev->next = node;
  next->prev = node;
}

void list_push_back(List *list, ListNode *node) {
  insert_before(&list->end, node);
}

void list_push_front(List *list, ListNode *node) {
  insert_before(list->end.next, node);
}

void list_remove(ListNode *node) {
  CHECK(list_is_linked(node));
  node->prev->next = node->next;
  node->next->prev = node->prev;
  node->next = NULL;
  node->prev = NULL;
}

bool list_is_linked(const ListNode *node) {
  return node->next != NULL;
}

ListNode *list_first(const List *list) {
  return list_next(list, &list->end);
}

ListNode *list_next(const List *list, const ListNode *node) {
  return node->next == &list->end ? NULL : node->next;
}

ListNode *list_last(const List *list) {
  return list_prev(list, &list->end);
}

ListNode *list_prev(const List *list, const ListNode *node) {
  return node->prev == &list->end ? NULL : node->prev;
}
