// verdict: assertion
// a sequence lock whose reader does not look a second time
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static atomic_uint sequence;
static atomic_int x, y;
static void *write_both(void *unused) {
  atomic_fetch_add(&sequence, 1);
  atomic_store(&x, 1);
  atomic_store(&y, 1);
  atomic_fetch_add(&sequence, 1);
  return NULL;
}
int main(void) {
  pthread_t thread;
  int a, b;
  pthread_create(&thread, NULL, write_both, NULL);
  while (atomic_load(&sequence) % 2 != 0) continue;
  a = atomic_load(&x);
  b = atomic_load(&y);
  assert(a == b);
  pthread_join(thread, NULL);
  return 0;
}
