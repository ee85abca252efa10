// verdict: deadlock|partial deadlock
// two wait for each other while a third goes on
#include <pthread.h>
#include <stdatomic.h>
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER,
                       b = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stop;
static void *x(void *u) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return NULL;
}
static void *y(void *u) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return NULL;
}
static void *z(void *u) {
  for (int i = 0; i < 5; i++) atomic_fetch_add(&stop, 1);
  return NULL;
}
int main(void) {
  pthread_t s, t, v;
  pthread_create(&v, 0, z, 0);
  pthread_create(&s, 0, x, 0);
  pthread_create(&t, 0, y, 0);
  pthread_join(v, 0);
  pthread_join(s, 0);
  pthread_join(t, 0);
  return 0;
}
