// verdict: passed
// a mutex that its owner may take again
#include <pthread.h>
static pthread_mutex_t lock;
static int count;
static void add(int depth) {
  pthread_mutex_lock(&lock);
  count++;
  if (depth > 0) add(depth - 1);
  pthread_mutex_unlock(&lock);
}
static void *work(void *unused) {
  add(2);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_mutexattr_t how;
  pthread_mutexattr_init(&how);
  pthread_mutexattr_settype(&how, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&lock, &how);
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return count == 6 ? 0 : 1;
}
