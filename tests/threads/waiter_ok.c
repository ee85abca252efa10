// verdict: passed
// a waiter lets at most two of three philosophers to the table
#include <pthread.h>
#include <semaphore.h>
enum { N = 3 };
static pthread_mutex_t forks[N];
static sem_t waiter;
static void *philosopher(void *arg) {
  long i = (long)arg;
  sem_wait(&waiter);
  pthread_mutex_lock(&forks[i]);
  pthread_mutex_lock(&forks[(i + 1) % N]);
  pthread_mutex_unlock(&forks[(i + 1) % N]);
  pthread_mutex_unlock(&forks[i]);
  sem_post(&waiter);
  return NULL;
}
int main(void) {
  pthread_t threads[N];
  sem_init(&waiter, 0, N - 1);
  for (int i = 0; i < N; i++) pthread_mutex_init(&forks[i], NULL);
  for (long i = 0; i < N; i++)
    pthread_create(&threads[i], NULL, philosopher, (void *)i);
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < N; i++) pthread_mutex_destroy(&forks[i]);
  return 0;
}
