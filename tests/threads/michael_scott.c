// verdict: use after free
// the same queue, but who takes a node frees it while others still look at it
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
typedef struct Node {
  struct Node *_Atomic next;
  int value;
} Node;
static Node *_Atomic head;
static void *take(void *unused) {
  for (;;) {
    Node *first = head, *next = first->next;
    if (next == NULL) return NULL;
    if (atomic_compare_exchange_strong(&head, &first, next)) {
      free(first);
      return NULL;
    }
  }
}
int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 3; i++) {
    Node *node = malloc(sizeof *node);
    atomic_init(&node->next, head);
    head = node;
  }
  pthread_create(&a, NULL, take, NULL);
  pthread_create(&b, NULL, take, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
