// verdict: data race
// a pointer looked at without the lock
#include <pthread.h>
#include <stdlib.h>
static int *p;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *w(void *a) {
  if (!p) {
    pthread_mutex_lock(&m);
    if (!p) {
      int *q = malloc(sizeof *q);
      *q = 42;
      p = q;
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
