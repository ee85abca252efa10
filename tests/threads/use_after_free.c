// verdict: use after free
// frees what another thread still reads
#include <pthread.h>
#include <stdlib.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int *p;
static void *w(void *a) {
  pthread_mutex_lock(&m);
  int x = *p;
  pthread_mutex_unlock(&m);
  return (void *)(long)x;
}
int main(void) {
  p = malloc(4);
  *p = 0;
  pthread_t s;
  pthread_create(&s, 0, w, 0);
  pthread_mutex_lock(&m);
  free(p);
  pthread_mutex_unlock(&m);
  pthread_join(s, 0);
  return 0;
}
