// verdict: passed
// options: --weak
// a lock of loads and stores, sequentially consistent
#include <pthread.h>
#include <stdatomic.h>
#include <assert.h>
static atomic_int flag[2], turn;
static int in;
static void *p(void *a) {
  int i = (int)(long)a, j = 1 - i;
  for (int k = 0; k < 2; k++) {
    atomic_store_explicit(&flag[i], 1, memory_order_seq_cst);
    atomic_store_explicit(&turn, j, memory_order_seq_cst);
    while (atomic_load_explicit(&flag[j], memory_order_seq_cst) &&
           atomic_load_explicit(&turn, memory_order_seq_cst) == j) {
    }
    assert(in == 0);
    in = 1;
    in = 0;
    atomic_store_explicit(&flag[i], 0, memory_order_release);
  }
  return NULL;
}
int main(void) {
  pthread_t s, t;
  pthread_create(&s, 0, p, (void *)0L);
  pthread_create(&t, 0, p, (void *)1L);
  pthread_join(s, 0);
  pthread_join(t, 0);
  return 0;
}
