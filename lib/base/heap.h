// heap.h -- the element with the least key, its node inside the element.
//
// For timers: push, take the least, take out any one before its time. No
// allocation, so nothing can fail. Equal keys leave in the order in which
// they came. The heap borrows its elements. No locks: the owner guards it.
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include "base/types.h"

typedef struct HeapNode {
  i64 key;    // read by anyone, set by heap_push
  u64 order;  // when it came, to tell equal keys apart
  struct HeapNode *child;
  struct HeapNode *next;  // next sibling
  struct HeapNode *prev;  // previous sibling, or the parent of a first child
} HeapNode;

typedef struct Heap {
  HeapNode *root;
  size_t length;
  u64 pushed;
} Heap;

// Makes the heap empty.
void heap_init(Heap *heap);

size_t heap_length(const Heap *heap);

// Puts in a node that is in no heap.
void heap_push(Heap *heap, HeapNode *node, i64 key);

// The node with the least key, or NULL; it stays in.
HeapNode *heap_first(const Heap *heap);

// Takes the node out, wherever it stands. It must be in this heap.
void heap_remove(Heap *heap, HeapNode *node);

#endif
