// verdict: passed
// a rendezvous of two semaphores: nobody passes before both are there
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
static sem_t a_is_there, b_is_there;
static int a, b;
static void *other(void *unused) {
  b = 1;
  sem_post(&b_is_there);
  sem_wait(&a_is_there);
  assert(a == 1);
  return NULL;
}
int main(void) {
  pthread_t thread;
  sem_init(&a_is_there, 0, 0);
  sem_init(&b_is_there, 0, 0);
  pthread_create(&thread, NULL, other, NULL);
  a = 1;
  sem_post(&a_is_there);
  sem_wait(&b_is_there);
  assert(b == 1);
  pthread_join(thread, NULL);
  sem_destroy(&a_is_there);
  sem_destroy(&b_is_there);
  return 0;
}
