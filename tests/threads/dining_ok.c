// verdict: passed
// each takes the fork of lower number first
#include <pthread.h>
enum { N = 3 };
static pthread_mutex_t f[N];
static void *p(void *a) {
  long i = (long)a;
  long l = i, r = (i + 1) % N;
  if (l > r) {
    long z = l;
    l = r;
    r = z;
  }
  for (int k = 0; k < 2; k++) {
    pthread_mutex_lock(&f[l]);
    pthread_mutex_lock(&f[r]);
    pthread_mutex_unlock(&f[r]);
    pthread_mutex_unlock(&f[l]);
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
