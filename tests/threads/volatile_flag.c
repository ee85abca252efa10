// verdict: data race
// volatile is not atomic
#include <pthread.h>
static volatile int ready;
static int value;
static void *work(void *unused) {
  value = 42;
  ready = 1;
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  while (!ready) continue;
  int seen = value;
  pthread_join(thread, NULL);
  return seen == 42 ? 0 : 1;
}
