// verdict: deadlock
// the sleeping barber, who looks for customers with the chairs' lock held
#include <pthread.h>
#include <semaphore.h>
static sem_t customers, barber, chairs;
static int waiting;
static void *cut(void *unused) {
  for (int i = 0; i < 2; i++) {
    sem_wait(&chairs);
    sem_wait(&customers);
    waiting--;
    sem_post(&barber);
    sem_post(&chairs);
  }
  return NULL;
}
static void *visit(void *unused) {
  sem_wait(&chairs);
  waiting++;
  sem_post(&customers);
  sem_post(&chairs);
  sem_wait(&barber);
  return NULL;
}
int main(void) {
  pthread_t shop, guests[2];
  sem_init(&customers, 0, 0);
  sem_init(&barber, 0, 0);
  sem_init(&chairs, 0, 1);
  pthread_create(&shop, NULL, cut, NULL);
  for (int i = 0; i < 2; i++) pthread_create(&guests[i], NULL, visit, NULL);
  for (int i = 0; i < 2; i++) pthread_join(guests[i], NULL);
  pthread_join(shop, NULL);
  return 0;
}
