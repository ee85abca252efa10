// verdict: passed
// a robust mutex tells that its owner is gone
#include <errno.h>
#include <pthread.h>
static pthread_mutex_t lock;
static void *work(void *unused) {
  pthread_mutex_lock(&lock);
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_mutexattr_t how;
  pthread_mutexattr_init(&how);
  pthread_mutexattr_setrobust(&how, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&lock, &how);
  pthread_create(&thread, NULL, work, NULL);
  pthread_join(thread, NULL);
  if (pthread_mutex_lock(&lock) != EOWNERDEAD) return 1;
  pthread_mutex_consistent(&lock);
  return pthread_mutex_unlock(&lock);
}
