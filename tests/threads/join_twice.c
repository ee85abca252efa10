// verdict: misuse
// a thread is joined twice
#include <pthread.h>
static void *work(void *unused) {
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_join(thread, NULL);
  pthread_join(thread, NULL);
  return 0;
}
