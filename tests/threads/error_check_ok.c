// verdict: passed
// a mutex that says what was wrong with its use
#include <errno.h>
#include <pthread.h>
static pthread_mutex_t lock;
static int wrong;
static void *other(void *unused) {
  if (pthread_mutex_unlock(&lock) != EPERM) wrong++;
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_mutexattr_t how;
  pthread_mutexattr_init(&how);
  pthread_mutexattr_settype(&how, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&lock, &how);
  pthread_mutex_lock(&lock);
  if (pthread_mutex_lock(&lock) != EDEADLK) return 1;
  pthread_create(&thread, NULL, other, NULL);
  pthread_join(thread, NULL);
  pthread_mutex_unlock(&lock);
  return wrong;
}
