// verdict: deadlock
// a thread ends and keeps its lock
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *failed) {
  pthread_mutex_lock(&lock);
  if (failed != NULL) pthread_exit(NULL);
  pthread_mutex_unlock(&lock);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, &lock);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
