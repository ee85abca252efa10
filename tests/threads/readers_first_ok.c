// verdict: passed
// readers-writers by semaphores; writers may wait long, but none reads a half
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
static sem_t room, counting;
static int readers, x, y;
static void *reader(void *unused) {
  sem_wait(&counting);
  if (++readers == 1) sem_wait(&room);
  sem_post(&counting);
  assert(x == y);
  sem_wait(&counting);
  if (--readers == 0) sem_post(&room);
  sem_post(&counting);
  return NULL;
}
static void *writer(void *unused) {
  sem_wait(&room);
  x++;
  y++;
  sem_post(&room);
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  sem_init(&room, 0, 1);
  sem_init(&counting, 0, 1);
  pthread_create(&threads[0], NULL, reader, NULL);
  pthread_create(&threads[1], NULL, writer, NULL);
  pthread_create(&threads[2], NULL, reader, NULL);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return 0;
}
