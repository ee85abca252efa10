// verdict: data race
// a bakery without the doorway: two draw the same number, one after the other
#include <pthread.h>
#include <stdatomic.h>
enum { N = 2 };
static atomic_int number[N];
static int inside;
static void lock(int me) {
  int most = 0;
  for (int i = 0; i < N; i++) {
    int n = number[i];
    if (n > most) most = n;
  }
  number[me] = most + 1;
  for (int i = 0; i < N; i++) {
    for (;;) {
      int n = number[i], mine = number[me];
      if (n == 0 || n > mine || (n == mine && i >= me)) break;
    }
  }
}
static void *work(void *arg) {
  int me = (int)(long)arg;
  lock(me);
  inside++;
  number[me] = 0;
  return NULL;
}
int main(void) {
  pthread_t threads[N];
  for (long i = 0; i < N; i++)
    pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  return inside == N ? 0 : 1;
}
