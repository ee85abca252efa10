// verdict: passed
// a semaphore with a name
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>
static sem_t *lock;
static int count;
static void *work(void *unused) {
  sem_wait(lock);
  count++;
  sem_post(lock);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  char name[64];
  snprintf(name, sizeof name, "/troupe-stepping-%d", (int)getpid());
  lock = sem_open(name, O_CREAT, 0600, 1);
  if (lock == SEM_FAILED) return 0;
  sem_unlink(name);
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return count == 2 ? 0 : 1;
}
