// verdict: livelock
// looks for what nobody will bring
#include <pthread.h>
#include <stdatomic.h>
static atomic_int ready, other;
static void *w(void *a) {
  atomic_store(&other, 1);
  return NULL;
}
int main(void) {
  pthread_t s;
  pthread_create(&s, 0, w, 0);
  while (!atomic_load(&ready)) {
  }
  pthread_join(s, 0);
  return 0;
}
