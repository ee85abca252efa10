// verdict: passed
// a variable that each thread has for itself
#include <assert.h>
#include <pthread.h>
static _Thread_local int mine = 7;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *work(void *arg) {
  assert(mine == 7);
  mine = (int)(long)arg;
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  assert(mine == (int)(long)arg);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  mine = 7;
  pthread_create(&a, NULL, work, (void *)1);
  pthread_create(&b, NULL, work, (void *)2);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return mine == 7 ? 0 : 1;
}
