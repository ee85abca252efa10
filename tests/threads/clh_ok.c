// verdict: passed
// the queue lock of Craig, Landin and Hagersten: each looks at who came before
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
enum { THREADS = 2 };
static atomic_bool busy[THREADS + 1];
static atomic_int tail = THREADS;
static int inside;
static void *work(void *arg) {
  int mine = (int)(long)arg;
  for (int i = 0; i < 2; i++) {
    atomic_store_explicit(&busy[mine], true, memory_order_relaxed);
    int before = atomic_exchange_explicit(&tail, mine, memory_order_acq_rel);
    while (atomic_load_explicit(&busy[before], memory_order_acquire)) continue;
    inside++;
    atomic_store_explicit(&busy[mine], false, memory_order_release);
    mine = before;
  }
  return NULL;
}
int main(void) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    pthread_create(&threads[i], NULL, work, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return inside == 4 ? 0 : 1;
}
