// verdict: data race
// a lock that lets one in at a time, but shows what was done inside to nobody
#include <pthread.h>
#include <stdatomic.h>
static atomic_flag taken = ATOMIC_FLAG_INIT;
static int inside;
static void *work(void *unused) {
  while (atomic_flag_test_and_set_explicit(&taken, memory_order_relaxed)) {
    continue;
  }
  inside++;
  atomic_flag_clear_explicit(&taken, memory_order_relaxed);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
