// verdict: passed
// options: --weak
// a message behind a relaxed flag, with a fence on each side
#include <pthread.h>
#include <stdatomic.h>
static int message;
static atomic_int ready;
static void *send(void *unused) {
  message = 42;
  atomic_thread_fence(memory_order_release);
  atomic_store_explicit(&ready, 1, memory_order_relaxed);
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, send, NULL);
  while (!atomic_load_explicit(&ready, memory_order_relaxed)) continue;
  atomic_thread_fence(memory_order_acquire);
  int seen = message;
  pthread_join(thread, NULL);
  return seen == 42 ? 0 : 1;
}
