// verdict: deadlock
// two threads, each waits for the other's end
#include <pthread.h>
static pthread_t threads[2];
static pthread_barrier_t both;
static void *work(void *arg) {
  pthread_barrier_wait(&both);
  pthread_join(threads[1 - (long)arg], NULL);
  return NULL;
}
int main(void) {
  pthread_barrier_init(&both, NULL, 3);
  pthread_create(&threads[0], NULL, work, (void *)0);
  pthread_create(&threads[1], NULL, work, (void *)1);
  pthread_barrier_wait(&both);
  pthread_exit(NULL);
}
