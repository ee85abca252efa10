// verdict: passed
// the queue of Michael and Scott; nodes are freed when all threads are over
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
typedef struct Node {
  struct Node *_Atomic next;
  struct Node *all;
  int value;
} Node;
static Node *_Atomic head, *_Atomic tail;
static Node *node_new(int value) {
  Node *node = malloc(sizeof *node);
  atomic_init(&node->next, NULL);
  node->value = value;
  return node;
}
static void enqueue(int value) {
  Node *node = node_new(value);
  for (;;) {
    Node *last = tail, *next = last->next;
    if (next != NULL) {
      atomic_compare_exchange_strong(&tail, &last, next);
    } else if (atomic_compare_exchange_strong(&last->next, &next, node)) {
      atomic_compare_exchange_strong(&tail, &last, node);
      return;
    }
  }
}
static int dequeue(void) {
  for (;;) {
    Node *first = head, *last = tail, *next = first->next;
    if (next == NULL) return 0;
    if (first == last) {
      atomic_compare_exchange_strong(&tail, &last, next);
      continue;
    }
    int value = next->value;
    if (atomic_compare_exchange_strong(&head, &first, next)) return value;
  }
}
static void *produce(void *value) {
  enqueue((int)(long)value);
  return NULL;
}
static void *consume(void *sum) {
  *(int *)sum += dequeue();
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  int sum = 0;
  Node *first = node_new(0);
  head = tail = first;
  pthread_create(&threads[0], NULL, produce, (void *)1);
  pthread_create(&threads[1], NULL, produce, (void *)2);
  pthread_create(&threads[2], NULL, consume, &sum);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  for (int value; (value = dequeue()) != 0;) sum += value;
  assert(sum == 3);
  while (first != NULL) {
    Node *next = first->next;
    free(first);
    first = next;
  }
  return 0;
}
