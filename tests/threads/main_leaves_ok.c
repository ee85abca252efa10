// verdict: passed
// main ends by pthread_exit, and its threads go on
#include <pthread.h>
#include <stdlib.h>
static void *work(void *unused) {
  exit(0);
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_exit(NULL);
}
