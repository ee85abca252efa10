// verdict: data race
// options: --weak
// Dekker's lock with relaxed stores: both see the other's wish too late
#include <pthread.h>
#include <stdatomic.h>
static atomic_int wants[2], turn;
static int inside;
static void *work(void *arg) {
  long me = (long)arg, other = 1 - me;
  atomic_store_explicit(&wants[me], 1, memory_order_relaxed);
  while (atomic_load_explicit(&wants[other], memory_order_relaxed)) {
    if (atomic_load_explicit(&turn, memory_order_relaxed) != me) {
      atomic_store_explicit(&wants[me], 0, memory_order_relaxed);
      while (atomic_load_explicit(&turn, memory_order_relaxed) != me) continue;
      atomic_store_explicit(&wants[me], 1, memory_order_relaxed);
    }
  }
  inside++;
  atomic_store_explicit(&turn, (int)other, memory_order_relaxed);
  atomic_store_explicit(&wants[me], 0, memory_order_release);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)0);
  pthread_create(&b, NULL, work, (void *)1);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return inside == 2 ? 0 : 1;
}
