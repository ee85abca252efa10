// verdict: passed
// Treiber's stack, where a count beside the top tells one visit from another
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
enum { NODES = 3 };
static struct {
  _Atomic uint32_t next;  // number of a node; 0: none
  atomic_int in_use;
} nodes[NODES + 1];
static _Atomic uint64_t top;  // the count above, the number below
static uint32_t pop(void) {
  uint64_t old = top, new;
  do {
    if ((uint32_t)old == 0) return 0;
    uint32_t next = nodes[(uint32_t)old].next;
    new = ((old >> 32) + 1) << 32 | next;
  } while (!atomic_compare_exchange_strong(&top, &old, new));
  return (uint32_t)old;
}
static void push(uint32_t node) {
  uint64_t old = top, new;
  do {
    nodes[node].next = (uint32_t)old;
    new = ((old >> 32) + 1) << 32 | node;
  } while (!atomic_compare_exchange_strong(&top, &old, new));
}
static void *work(void *unused) {
  uint32_t a = pop();
  uint32_t b = pop();
  if (a) assert(atomic_fetch_add(&nodes[a].in_use, 1) == 0);
  if (b) assert(atomic_fetch_add(&nodes[b].in_use, 1) == 0);
  if (b) {
    atomic_fetch_sub(&nodes[b].in_use, 1);
    push(b);
  }
  if (a) {
    atomic_fetch_sub(&nodes[a].in_use, 1);
    push(a);
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  for (uint32_t i = 1; i <= NODES; i++) push(i);
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  int count = 0;
  while (pop()) count++;
  return count == NODES ? 0 : 1;
}
