// verdict: data race
// first tested, then set: two find it free
#include <pthread.h>
#include <stdatomic.h>
static atomic_int taken;
static int inside;
static void *work(void *unused) {
  while (atomic_load(&taken)) continue;
  atomic_store(&taken, 1);
  inside++;
  atomic_store(&taken, 0);
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
