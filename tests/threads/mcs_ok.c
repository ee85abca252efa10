// verdict: passed
// the queue lock of Mellor-Crummey and Scott
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
  if (atomic_load(&me->next) == NULL) {
    if (atomic_compare_exchange_strong(&tail, &expected, NULL)) return;
    while (atomic_load(&me->next) == NULL) continue;
  }
  Node *next = atomic_load(&me->next);
  atomic_store(&next->waits, false);
}
static void *work(void *unused) {
  Node me;
  for (int i = 0; i < 2; i++) {
    lock(&me);
    inside++;
    unlock(&me);
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return inside == 4 ? 0 : 1;
}
