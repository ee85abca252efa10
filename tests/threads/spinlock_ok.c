// verdict: passed
// test and set until it was clear
#include <pthread.h>
#include <stdatomic.h>
static atomic_flag taken = ATOMIC_FLAG_INIT;
static int inside;
static void *work(void *unused) {
  for (int i = 0; i < 2; i++) {
    while (atomic_flag_test_and_set_explicit(&taken, memory_order_acquire)) {
      continue;
    }
    inside++;
    atomic_flag_clear_explicit(&taken, memory_order_release);
  }
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return inside == 6 ? 0 : 1;
}
