// verdict: deadlock
// cigarette smokers who take the ingredients one by one
#include <pthread.h>
#include <semaphore.h>
enum { TOBACCO, PAPER, MATCH };
static sem_t table[3], done;
static void *smoker(void *has) {
  int first = ((int)(long)has + 1) % 3, second = ((int)(long)has + 2) % 3;
  sem_wait(&table[first]);
  sem_wait(&table[second]);
  sem_post(&done);
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  sem_init(&done, 0, 0);
  for (int i = 0; i < 3; i++) sem_init(&table[i], 0, 0);
  for (long i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, smoker, (void *)i);
  for (int i = 0; i < 3; i++) {
    sem_post(&table[(i + 1) % 3]);
    sem_post(&table[(i + 2) % 3]);
    sem_wait(&done);
  }
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return 0;
}
