// verdict: data race
// each thread is given the same variable, which goes on counting
#include <pthread.h>
static int seen[3];
static void *work(void *arg) {
  seen[*(int *)arg % 3] = 1;
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, work, &i);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return 0;
}
