// verdict: passed
// a wait with a time looks at what it waits for, whether woken or late
#include <errno.h>
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
  int error = 0;
  while (!ready && error == 0) {
    error = pthread_cond_timedwait(&changed, &lock, &end);
  }
  if (!ready && error != ETIMEDOUT) return 1;
  pthread_mutex_unlock(&lock);
  pthread_join(thread, NULL);
  return 0;
}
