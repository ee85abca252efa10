// verdict: deadlock
// waits for a thing with the lock held, which who brings it needs
#include <pthread.h>
#include <semaphore.h>
static sem_t things;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int thing;
static void *produce(void *unused) {
  pthread_mutex_lock(&lock);
  thing = 1;
  pthread_mutex_unlock(&lock);
  sem_post(&things);
  return NULL;
}
static void *consume(void *unused) {
  pthread_mutex_lock(&lock);
  sem_wait(&things);
  thing = 0;
  pthread_mutex_unlock(&lock);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  sem_init(&things, 0, 0);
  pthread_create(&a, NULL, produce, NULL);
  pthread_create(&b, NULL, consume, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
