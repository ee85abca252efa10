// verdict: passed
// pthread_barrier between the phases; one of them is told that it was last
#include <assert.h>
#include <pthread.h>
enum { N = 3 };
static pthread_barrier_t barrier;
static int done[N], last;
static void *work(void *arg) {
  long me = (long)arg;
  done[me] = 1;
  if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) last++;
  for (int i = 0; i < N; i++) assert(done[i] == 1);
  pthread_barrier_wait(&barrier);
  assert(last == 1);
  return NULL;
}
int main(void) {
  pthread_t threads[N];
  pthread_barrier_init(&barrier, NULL, N);
  for (long i = 0; i < N; i++)
    pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  pthread_barrier_destroy(&barrier);
  return 0;
}
