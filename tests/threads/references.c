// verdict: use after free
// relaxed counts: who frees does not know that the others are done
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
typedef struct Shared {
  atomic_int references;
  int value;
} Shared;
static void drop(Shared *shared) {
  if (atomic_fetch_sub_explicit(&shared->references, 1, memory_order_relaxed) ==
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
  atomic_init(&shared->references, 2);
  shared->value = 1;
  pthread_create(&a, NULL, work, shared);
  pthread_create(&b, NULL, work, shared);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
