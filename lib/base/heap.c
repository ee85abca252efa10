// heap.c -- a pairing heap: a tree in which no child leaves before its parent.
//
// A parent knows its first child, the children know each other. Two heaps
// become one by hanging the later root under the earlier one; push, and the
// repair after a removal, are nothing but that. Amortised, a removal costs
// the logarithm of the length. An array would be denser, but it would have to
// grow, and a timer whose push can fail is no timer.
#include "base/heap.h"

#include "base/check.h"

void heap_init(Heap *heap) {
  *heap = (Heap){0};
}

size_t heap_length(const Heap *heap) {
  return heap->length;
}

HeapNode *heap_first(const Heap *heap) {
  return heap->root;
}

static bool leaves_before(const HeapNode *a, const HeapNode *b) {
  return a->key < b->key || (a->key == b->key && a->order < b->order);
}

// Makes one tree of two; either may be NULL, neither has siblings.
static HeapNode *meld(HeapNode *a, HeapNode *b) {
  if (!a) return b;
  if (!b) return a;
  if (leaves_before(b, a)) {
    HeapNode *swap = a;
    a = b;
    b = swap;
  }
  b->next = a->child;
  if (b->next) b->next->prev = b;
  b->prev = a;
  a->child = b;
  return a;
}

static HeapNode *alone(HeapNode *node) {
  node->next = NULL;
  node->prev = NULL;
  return node;
}

// Makes one tree of a row of siblings: melds them in pairs from the front,
// then the pairs from the back. It is the pairs that keep the tree flat.
static HeapNode *meld_row(HeapNode *first) {
  HeapNode *pairs = NULL;  // a stack, linked through next
  while (first) {
    HeapNode *second = first->next;
    HeapNode *rest = second ? second->next : NULL;
    HeapNode *pair = meld(alone(first), second ? alone(second) : NULL);
    pair->next = pairs;
    pairs = pair;
    first = rest;
  }
  HeapNode *tree = NULL;
  while (pairs) {
    HeapNode *rest = pairs->next;
    tree = meld(tree, alone(pairs));
    pairs = rest;
  }
  return tree;
}

void heap_push(Heap *heap, HeapNode *node, i64 key) {
  *node = (HeapNode){.key = key, .order = heap->pushed++};
  heap->root = meld(heap->root, node);
  heap->length++;
}

// Takes the node and what hangs below it out of the row it stands in.
static void cut(HeapNode *node) {
  if (node->prev->child == node) {
    node->prev->child = node->next;
  } else {
    node->prev->next = node->next;
  }
  if (node->next) node->next->prev = node->prev;
  alone(node);
}

void heap_remove(Heap *heap, HeapNode *node) {
  CHECK(heap->length > 0);
  CHECK(node == heap->root || node->prev != NULL);
  HeapNode *below = meld_row(node->child);
  node->child = NULL;
  if (node == heap->root) {
    heap->root = below;
  } else {
    cut(node);
    heap->root = meld(heap->root, below);
  }
  heap->length--;
}
