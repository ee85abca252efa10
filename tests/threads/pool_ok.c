// verdict: passed
// a pool of two threads; the end is told to all of them
#include <pthread.h>
#include <stdbool.h>
enum { THREADS = 2, JOBS = 3 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int jobs, done;
static bool over;
static void *work(void *unused) {
  pthread_mutex_lock(&lock);
  for (;;) {
    while (jobs == 0 && !over) pthread_cond_wait(&changed, &lock);
    if (jobs == 0) break;
    jobs--;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    done++;
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}
int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++)
    pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < JOBS; i++) {
    pthread_mutex_lock(&lock);
    jobs++;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
  }
  pthread_mutex_lock(&lock);
  over = true;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return done == JOBS ? 0 : 1;
}
