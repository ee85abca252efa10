// verdict: passed
// one atomic addition
#include <pthread.h>
#include <stdatomic.h>
static atomic_long n;
static void *w(void *a) {
  for (int i = 0; i < 3; i++) n++;
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, w, 0);
  pthread_create(&b, 0, w, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return n == 6 ? 0 : 1;
}
