// list.h -- a doubly linked list whose nodes live inside the elements.
//
// No allocation, so nothing can fail; an element leaves from the middle in
// constant time. The list borrows its elements: whoever removes one has it.
// No locks: the owner guards it.
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/types.h"

typedef struct ListNode {
  struct ListNode *next;  // both NULL while in no list
  struct ListNode *prev;
} ListNode;

typedef struct List {
  ListNode end;  // stands before the first and after the last
} List;

// The struct that holds `node` as its field `member`.
#define CONTAINER_OF(node, Type, member) \
  ((Type *)(void *)((char *)(node)-offsetof(Type, member)))

// Makes the list empty. It must not move while it holds nodes.
void list_init(List *list);

bool list_is_empty(const List *list);

// Put a node that is in no list at one end.
void list_push_back(List *list, ListNode *node);
void list_push_front(List *list, ListNode *node);

// Takes a node out of the list it is in.
void list_remove(ListNode *node);

// True while the node is in a list. A zeroed node is in none.
bool list_is_linked(const ListNode *node);

// The first node, and the one after `node`; NULL when there is none.
ListNode *list_first(const List *list);
ListNode *list_next(const List *list, const ListNode *node);

// The last node, and the one before `node`; NULL when there is none.
ListNode *list_last(const List *list);
ListNode *list_prev(const List *list, const ListNode *node);

#endif
