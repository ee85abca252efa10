// verdict: passed
// readers and writers
#include <pthread.h>
static pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
static int x;
static void *r(void *a) {
  pthread_rwlock_rdlock(&l);
  int y = x;
  pthread_rwlock_unlock(&l);
  return (void *)(long)(y > 2);
}
static void *w(void *a) {
  pthread_rwlock_wrlock(&l);
  x++;
  pthread_rwlock_unlock(&l);
  return 0;
}
int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, i % 2 ? r : w, 0);
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
  return x == 2 ? 0 : 1;
}
