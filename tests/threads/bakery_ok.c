// verdict: passed
// Lamport's bakery for two, sequentially consistent
#include <pthread.h>
#include <stdatomic.h>
enum { N = 2 };
static atomic_int choosing[N], number[N];
static int inside;
static void lock(int me) {
  choosing[me] = 1;
  int most = 0;
  for (int i = 0; i < N; i++) {
    int n = number[i];
    if (n > most) most = n;
  }
  number[me] = most + 1;
  choosing[me] = 0;
  for (int i = 0; i < N; i++) {
    while (choosing[i]) continue;
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
