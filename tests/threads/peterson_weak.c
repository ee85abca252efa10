// verdict: data race
// options: --weak
// the same with release and acquire: both can be inside
#include <pthread.h>
#include <stdatomic.h>
#include <assert.h>
static atomic_int flag[2], turn;
static int in;
static void *p(void *a) {
  int i = (int)(long)a, j = 1 - i;
  for (int k = 0; k < 2; k++) {
    atomic_store_explicit(&flag[i], 1, memory_order_release);
    atomic_store_explicit(&turn, j, memory_order_release);
    while (atomic_load_explicit(&flag[j], memory_order_acquire) &&
           atomic_load_explicit(&turn, memory_order_acquire) == j) {
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
