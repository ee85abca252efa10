// verdict: deadlock
// a barrier made by hand, used twice
#include <pthread.h>
#include <assert.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int arrived;
static void bar(int n) {
  pthread_mutex_lock(&m);
  arrived++;
  if (arrived == n) {
    pthread_cond_broadcast(&c);
    arrived = 0;
  } else
    while (arrived != 0 && arrived < n) pthread_cond_wait(&c, &m);
  pthread_mutex_unlock(&m);
}
static void *w(void *a) {
  for (int i = 0; i < 2; i++) bar(2);
  return NULL;
}
int main(void) {
  pthread_t s, t;
  pthread_create(&s, 0, w, 0);
  pthread_create(&t, 0, w, 0);
  pthread_join(s, 0);
  pthread_join(t, 0);
  return 0;
}
