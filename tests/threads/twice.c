// verdict: deadlock
// takes a lock that it has
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;
static void add(void) {
  pthread_mutex_lock(&lock);
  count++;
  pthread_mutex_unlock(&lock);
}
int main(void) {
  pthread_mutex_lock(&lock);
  if (count == 0) add();
  pthread_mutex_unlock(&lock);
  return 0;
}
