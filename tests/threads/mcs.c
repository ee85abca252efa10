// verdict: livelock
// the queue lock that does not wait for a successor who is just coming
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
typedef struct Node {
  struct Node *_Atomic next;
  atomic_bool waits;
} Node;
static Node *_Atomic tail;
static int inside;
static void lock(Node *me) {
  atomic_store(&me->next, NULL);
  atomic_store(&me->waits, true);
  Node *before = atomic_exchange(&tail, me);
  if (before != NULL) {
    atomic_store(&before->next, me);
    while (atomic_load(&me->waits)) continue;
  }
}
static void unlock(Node *me) {
  Node *expected = me;
  Node *next = atomic_load(&me->next);
  if (next == NULL) {
    atomic_compare_exchange_strong(&tail, &expected, NULL);
  } else {
    atomic_store(&next->waits, false);
  }
}
static void *work(void *node) {
  lock(node);
  inside++;
  unlock(node);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  static Node nodes[2];
  pthread_create(&a, NULL, work, &nodes[0]);
  pthread_create(&b, NULL, work, &nodes[1]);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return inside == 2 ? 0 : 1;
}
