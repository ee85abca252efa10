// verdict: misuse
// two wait on one condition, each with another mutex
#include <pthread.h>
static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready[2];
static void *work(void *arg) {
  long me = (long)arg;
  pthread_mutex_lock(&locks[me]);
  while (!ready[me]) pthread_cond_wait(&changed, &locks[me]);
  pthread_mutex_unlock(&locks[me]);
  return NULL;
}
int main(void) {
  pthread_t threads[2];
  for (long i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&locks[i]);
    ready[i] = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&locks[i]);
  }
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  return 0;
}
