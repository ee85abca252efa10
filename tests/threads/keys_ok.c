// verdict: passed
// each thread's own value, and what becomes of it at its end
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
static pthread_key_t key;
static atomic_int freed;
static void drop(void *value) {
  free(value);
  freed++;
}
static void *work(void *arg) {
  int *mine = malloc(sizeof *mine);
  *mine = (int)(long)arg;
  pthread_setspecific(key, mine);
  assert(*(int *)pthread_getspecific(key) == (int)(long)arg);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_key_create(&key, drop);
  pthread_create(&a, NULL, work, (void *)1);
  pthread_create(&b, NULL, work, (void *)2);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  assert(pthread_getspecific(key) == NULL);
  return freed == 2 ? 0 : 1;
}
