// verdict: assertion
// options: --weak
// store, acquire fence, load: that fence does not keep the store before the
// load
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
static atomic_int x, y;
static int saw_x, saw_y;
static void *left(void *unused) {
  atomic_store_explicit(&x, 1, memory_order_release);
  atomic_thread_fence(memory_order_acquire);
  saw_y = atomic_load_explicit(&y, memory_order_acquire);
  return NULL;
}
static void *right(void *unused) {
  atomic_store_explicit(&y, 1, memory_order_release);
  atomic_thread_fence(memory_order_acquire);
  saw_x = atomic_load_explicit(&x, memory_order_acquire);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, left, NULL);
  pthread_create(&b, NULL, right, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  assert(saw_x || saw_y);
  return 0;
}
