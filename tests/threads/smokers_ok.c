// verdict: passed
// cigarette smokers of whom one is called, who can use what is there
#include <pthread.h>
#include <semaphore.h>
static sem_t called[3], done;
static void *smoker(void *has) {
  sem_wait(&called[(long)has]);
  sem_post(&done);
  return NULL;
}
int main(void) {
  pthread_t threads[3];
  sem_init(&done, 0, 0);
  for (int i = 0; i < 3; i++) sem_init(&called[i], 0, 0);
  for (long i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, smoker, (void *)i);
  for (int i = 0; i < 3; i++) {
    sem_post(&called[i]);
    sem_wait(&done);
  }
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  return 0;
}
