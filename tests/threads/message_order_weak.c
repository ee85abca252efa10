// verdict: wrong exit
// options: --weak
// two relaxed stores: the flag is there before the message
#include <pthread.h>
#include <stdatomic.h>
static atomic_int message, ready;
static void *send(void *unused) {
  atomic_store_explicit(&message, 42, memory_order_relaxed);
  atomic_store_explicit(&ready, 1, memory_order_relaxed);
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, send, NULL);
  while (!atomic_load_explicit(&ready, memory_order_acquire)) continue;
  int seen = atomic_load_explicit(&message, memory_order_relaxed);
  pthread_join(thread, NULL);
  return seen == 42 ? 0 : 1;
}
