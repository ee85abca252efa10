// verdict: passed
// the same without giving way in between
#include <pthread.h>
static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};
static int inside;
static void *work(void *arg) {
  pthread_mutex_t *first = &locks[(long)arg], *second = &locks[1 - (long)arg];
  for (;;) {
    pthread_mutex_lock(first);
    if (pthread_mutex_trylock(second) == 0) break;
    pthread_mutex_unlock(first);
  }
  inside++;
  pthread_mutex_unlock(second);
  pthread_mutex_unlock(first);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)0);
  pthread_create(&b, NULL, work, (void *)1);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return inside == 2 ? 0 : 1;
}
