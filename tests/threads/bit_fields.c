// verdict: data race
// neighbours in a bit field lie in one place of memory
#include <pthread.h>
static struct { unsigned left : 4, right : 4; } both;
static void *work(void *unused) {
  both.left = 3;
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  both.right = 4;
  pthread_join(thread, NULL);
  return both.left == 3 && both.right == 4 ? 0 : 1;
}
