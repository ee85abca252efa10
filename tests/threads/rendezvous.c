// verdict: deadlock
// a rendezvous of two semaphores, each waits before it says that it is there
#include <pthread.h>
#include <semaphore.h>
static sem_t a_is_there, b_is_there;
static void *other(void *unused) {
  sem_wait(&a_is_there);
  sem_post(&b_is_there);
  return NULL;
}
int main(void) {
  pthread_t thread;
  sem_init(&a_is_there, 0, 0);
  sem_init(&b_is_there, 0, 0);
  pthread_create(&thread, NULL, other, NULL);
  sem_wait(&b_is_there);
  sem_post(&a_is_there);
  pthread_join(thread, NULL);
  return 0;
}
