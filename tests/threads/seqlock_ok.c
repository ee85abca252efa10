// verdict: passed
// a sequence lock whose words are atomic: what is half written is read again
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static atomic_uint sequence;
static atomic_int x, y;
static void *write_both(void *unused) {
  for (int i = 1; i <= 2; i++) {
    atomic_fetch_add(&sequence, 1);
    atomic_store(&x, i);
    atomic_store(&y, i);
    atomic_fetch_add(&sequence, 1);
  }
  return NULL;
}
int main(void) {
  pthread_t thread;
  unsigned before;
  int a, b;
  pthread_create(&thread, NULL, write_both, NULL);
  do {
    before = atomic_load(&sequence);
    a = atomic_load(&x);
    b = atomic_load(&y);
  } while (before % 2 != 0 || before != atomic_load(&sequence));
  assert(a == b);
  pthread_join(thread, NULL);
  return 0;
}
