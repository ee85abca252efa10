// verdict: unlock by another thread
#include <pthread.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void *w(void *a) {
  pthread_mutex_unlock(&m);
  return NULL;
}
int main(void) {
  pthread_t s;
  pthread_mutex_lock(&m);
  pthread_create(&s, 0, w, 0);
  pthread_join(s, 0);
  return 0;
}
