// verdict: deadlock
// each philosopher takes the left fork first
#include <pthread.h>
enum { N = 3 };
static pthread_mutex_t f[N];
static void *p(void *a) {
  long i = (long)a;
  for (int k = 0; k < 2; k++) {
    pthread_mutex_lock(&f[i]);
    pthread_mutex_lock(&f[(i + 1) % N]);
    pthread_mutex_unlock(&f[(i + 1) % N]);
    pthread_mutex_unlock(&f[i]);
  }
  return NULL;
}
int main(void) {
  pthread_t t[N];
  for (int i = 0; i < N; i++) pthread_mutex_init(&f[i], 0);
  for (long i = 0; i < N; i++) pthread_create(&t[i], 0, p, (void *)i);
  for (int i = 0; i < N; i++) pthread_join(t[i], 0);
  return 0;
}
