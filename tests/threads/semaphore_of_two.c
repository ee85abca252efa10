// verdict: data race
// a semaphore of two is no lock
#include <pthread.h>
#include <semaphore.h>
static sem_t s;
static int n;
static void *w(void *a) {
  sem_wait(&s);
  n++;
  sem_post(&s);
  return 0;
}
int main(void) {
  sem_init(&s, 0, 2);
  pthread_t a, b;
  pthread_create(&a, 0, w, 0);
  pthread_create(&b, 0, w, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return n == 2 ? 0 : 1;
}
