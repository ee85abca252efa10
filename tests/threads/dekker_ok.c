// verdict: passed
// options: --weak
// Dekker's lock, sequentially consistent
#include <pthread.h>
#include <stdatomic.h>
static atomic_int wants[2], turn;
static int inside;
static void *work(void *arg) {
  long me = (long)arg, other = 1 - me;
  wants[me] = 1;
  while (wants[other]) {
    if (turn != me) {
      wants[me] = 0;
      while (turn != me) continue;
      wants[me] = 1;
    }
  }
  inside++;
  turn = (int)other;
  wants[me] = 0;
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, (void *)0);
  pthread_create(&b, NULL, work, (void *)1);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return inside == 2 ? 0 : 1;
}
