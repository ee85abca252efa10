// verdict: data race
// a second should be enough
#include <pthread.h>
#include <unistd.h>
static int value;
static void *work(void *unused) {
  value = 42;
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  sleep(1);
  int seen = value;
  pthread_join(thread, NULL);
  return seen == 42 ? 0 : 1;
}
