// verdict: passed
// the pointer is atomic: acquire and release
#include <pthread.h>
#include <stdlib.h>
#include <stdatomic.h>
static int *_Atomic p;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *w(void *a) {
  if (!atomic_load_explicit(&p, memory_order_acquire)) {
    pthread_mutex_lock(&m);
    if (!p) {
      int *q = malloc(sizeof *q);
      *q = 42;
      atomic_store_explicit(&p, q, memory_order_release);
    }
    pthread_mutex_unlock(&m);
  }
  return *p == 42 ? NULL : (void *)1;
}
int main(void) {
  pthread_t s, t;
  pthread_create(&s, 0, w, 0);
  pthread_create(&t, 0, w, 0);
  void *r, *q;
  pthread_join(s, &r);
  pthread_join(t, &q);
  return r || q;
}
