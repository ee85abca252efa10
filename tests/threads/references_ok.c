// verdict: passed
// who gives back the last reference frees
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
typedef struct Shared {
  atomic_int references;
  int value;
} Shared;
static void drop(Shared *shared) {
  if (atomic_fetch_sub_explicit(&shared->references, 1, memory_order_acq_rel) ==
      1) {
    free(shared);
  }
}
static void *work(void *arg) {
  Shared *shared = arg;
  int seen = shared->value;
  drop(shared);
  return (void *)(long)seen;
}
int main(void) {
  pthread_t a, b;
  Shared *shared = malloc(sizeof *shared);
  atomic_init(&shared->references, 3);
  shared->value = 1;
  pthread_create(&a, NULL, work, shared);
  pthread_create(&b, NULL, work, shared);
  drop(shared);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
