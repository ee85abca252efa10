// verdict: assertion
// a stack whose top comes back: the exchange is deceived
#include <pthread.h>
#include <stdatomic.h>
#include <assert.h>
typedef struct N {
  struct N *_Atomic next;
  int used;
} N;
static N nodes[3];
static N *_Atomic top;
static N *pop(void) {
  N *t = atomic_load(&top);
  while (t) {
    N *n = atomic_load(&t->next);
    if (atomic_compare_exchange_weak(&top, &t, n)) return t;
  }
  return 0;
}
static void push(N *x) {
  N *t = atomic_load(&top);
  do atomic_store(&x->next, t);
  while (!atomic_compare_exchange_weak(&top, &t, x));
}
static atomic_int held[3];
static void take(N *x) {
  if (x) {
    int was = atomic_fetch_add(&held[x - nodes], 1);
    assert(was == 0);
  }
}
static void drop(N *x) {
  if (x) {
    atomic_fetch_sub(&held[x - nodes], 1);
    push(x);
  }
}
static void *a(void *u) {
  N *x = pop();
  take(x);
  N *y = pop();
  take(y);
  drop(x);
  N *z = pop();
  take(z);
  return NULL;
}
static void *b(void *u) {
  N *x = pop();
  take(x);
  N *y = pop();
  take(y);
  return NULL;
}
int main(void) {
  for (int i = 0; i < 3; i++) push(&nodes[i]);
  pthread_t s, t;
  pthread_create(&s, 0, a, 0);
  pthread_create(&t, 0, b, 0);
  pthread_join(s, 0);
  pthread_join(t, 0);
  return 0;
}
