// verdict: passed
// a ticket lock
#include <pthread.h>
#include <stdatomic.h>
#include <assert.h>
static atomic_uint next, serving;
static int n;
static void *w(void *a) {
  for (int i = 0; i < 2; i++) {
    unsigned me = atomic_fetch_add(&next, 1);
    while (atomic_load_explicit(&serving, memory_order_acquire) != me) {
    }
    n++;
    atomic_store_explicit(&serving, me + 1, memory_order_release);
  }
  return NULL;
}
int main(void) {
  pthread_t s, t, u;
  pthread_create(&s, 0, w, 0);
  pthread_create(&t, 0, w, 0);
  pthread_create(&u, 0, w, 0);
  pthread_join(s, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return n == 6 ? 0 : 1;
}
