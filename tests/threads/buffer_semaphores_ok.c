// verdict: passed
// a bounded buffer by two semaphores and a lock
#include <pthread.h>
#include <semaphore.h>
enum { ROOM = 2, THINGS = 3 };
static sem_t free_places, things;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int buffer[ROOM], in, out, sum;
static void *produce(void *unused) {
  for (int i = 1; i <= THINGS; i++) {
    sem_wait(&free_places);
    pthread_mutex_lock(&lock);
    buffer[in++ % ROOM] = i;
    pthread_mutex_unlock(&lock);
    sem_post(&things);
  }
  return NULL;
}
static void *consume(void *unused) {
  for (int i = 1; i <= THINGS; i++) {
    sem_wait(&things);
    pthread_mutex_lock(&lock);
    sum += buffer[out++ % ROOM];
    pthread_mutex_unlock(&lock);
    sem_post(&free_places);
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  sem_init(&free_places, 0, ROOM);
  sem_init(&things, 0, 0);
  pthread_create(&a, NULL, produce, NULL);
  pthread_create(&b, NULL, consume, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return sum == 6 ? 0 : 1;
}
