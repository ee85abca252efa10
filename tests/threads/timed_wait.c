// verdict: assertion
// believes that it was woken when its time was up
#include <assert.h>
#include <pthread.h>
#include <time.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
static void *produce(void *unused) {
  pthread_mutex_lock(&lock);
  ready = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&lock);
  return NULL;
}
int main(void) {
  pthread_t thread;
  struct timespec end;
  pthread_create(&thread, NULL, produce, NULL);
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec++;
  pthread_mutex_lock(&lock);
  if (!ready) pthread_cond_timedwait(&changed, &lock, &end);
  assert(ready);
  pthread_mutex_unlock(&lock);
  pthread_join(thread, NULL);
  return 0;
}
