// verdict: passed
// all are woken for one thing, one gets it, the others wait again
#include <pthread.h>
enum { N = 3 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int things, taken;
static void *take(void *unused) {
  pthread_mutex_lock(&lock);
  while (things == 0) pthread_cond_wait(&changed, &lock);
  things--;
  taken++;
  pthread_mutex_unlock(&lock);
  return NULL;
}
int main(void) {
  pthread_t threads[N];
  for (int i = 0; i < N; i++) pthread_create(&threads[i], NULL, take, NULL);
  for (int i = 0; i < N; i++) {
    pthread_mutex_lock(&lock);
    things++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
  }
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  return taken == N && things == 0 ? 0 : 1;
}
