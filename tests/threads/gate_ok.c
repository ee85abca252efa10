// verdict: passed
// two locks in two orders, under a third: not even a hazard
#include <pthread.h>
static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER,
                       a = PTHREAD_MUTEX_INITIALIZER,
                       b = PTHREAD_MUTEX_INITIALIZER;
static void *x(void *u) {
  pthread_mutex_lock(&g);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&g);
  return NULL;
}
static void *y(void *u) {
  pthread_mutex_lock(&g);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&g);
  return NULL;
}
int main(void) {
  pthread_t s, t;
  pthread_create(&s, 0, x, 0);
  pthread_create(&t, 0, y, 0);
  pthread_join(s, 0);
  pthread_join(t, 0);
  return 0;
}
