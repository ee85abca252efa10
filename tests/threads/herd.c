// verdict: assertion
// all are woken for one thing, and none looks again whether it is there
#include <assert.h>
#include <pthread.h>
enum { N = 2 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int things;
static void *take(void *unused) {
  pthread_mutex_lock(&lock);
  if (things == 0) pthread_cond_wait(&changed, &lock);
  things--;
  assert(things >= 0);
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
  return 0;
}
