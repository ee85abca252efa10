// verdict: passed
// a detached thread, waited for by a semaphore
#include <pthread.h>
#include <semaphore.h>
static sem_t done;
static int value;
static void *work(void *unused) {
  value = 42;
  sem_post(&done);
  return NULL;
}
int main(void) {
  pthread_t thread;
  pthread_attr_t how;
  sem_init(&done, 0, 0);
  pthread_attr_init(&how);
  pthread_attr_setdetachstate(&how, PTHREAD_CREATE_DETACHED);
  pthread_create(&thread, &how, work, NULL);
  pthread_attr_destroy(&how);
  sem_wait(&done);
  return value == 42 ? 0 : 1;
}
