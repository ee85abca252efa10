// verdict: passed
// the sleeping barber with one chair: who finds it taken goes home
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
enum { GUESTS = 3, CHAIRS = 1 };
static sem_t customers, barber, chairs;
static int waiting, served, left;
static bool closed;
static void *cut(void *unused) {
  for (;;) {
    sem_wait(&customers);
    sem_wait(&chairs);
    if (waiting == 0 && closed) break;
    waiting--;
    served++;
    sem_post(&barber);
    sem_post(&chairs);
  }
  sem_post(&chairs);
  return NULL;
}
static void *visit(void *unused) {
  sem_wait(&chairs);
  if (waiting == CHAIRS) {
    left++;
    sem_post(&chairs);
    return NULL;
  }
  waiting++;
  sem_post(&customers);
  sem_post(&chairs);
  sem_wait(&barber);
  return NULL;
}
int main(void) {
  pthread_t shop, guests[GUESTS];
  sem_init(&customers, 0, 0);
  sem_init(&barber, 0, 0);
  sem_init(&chairs, 0, 1);
  pthread_create(&shop, NULL, cut, NULL);
  for (int i = 0; i < GUESTS; i++)
    pthread_create(&guests[i], NULL, visit, NULL);
  for (int i = 0; i < GUESTS; i++) pthread_join(guests[i], NULL);
  sem_wait(&chairs);
  closed = true;
  sem_post(&chairs);
  sem_post(&customers);
  pthread_join(shop, NULL);
  assert(served + left == GUESTS);
  return 0;
}
