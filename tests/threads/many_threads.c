// verdict: not steppable
// ten thousand threads
#include <pthread.h>
static void *w(void *a) {
  return NULL;
}
int main(void) {
  for (int i = 0; i < 10000; i++) {
    pthread_t t;
    if (pthread_create(&t, 0, w, 0)) return 1;
  }
  return 0;
}
