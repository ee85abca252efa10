// verdict: passed
// a flag with release and acquire
#include <pthread.h>
#include <stdatomic.h>
static atomic_int ready;
static int data;
static void *w(void *a) {
  data = 42;
  atomic_store_explicit(&ready, 1, memory_order_release);
  return NULL;
}
int main(void) {
  pthread_t s;
  pthread_create(&s, 0, w, 0);
  while (!atomic_load_explicit(&ready, memory_order_acquire)) {
  }
  int ok = data == 42;
  pthread_join(s, 0);
  return !ok;
}
