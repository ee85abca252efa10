// verdict: use after destroy
// a mutex is destroyed while a thread is still to lock it
#include <pthread.h>
static pthread_mutex_t m;
static pthread_t s;
static void *w(void *a) {
  pthread_mutex_lock(&m);
  pthread_mutex_unlock(&m);
  return NULL;
}
int main(void) {
  pthread_mutex_init(&m, 0);
  pthread_create(&s, 0, w, 0);
  pthread_mutex_destroy(&m);
  pthread_join(s, 0);
  return 0;
}
