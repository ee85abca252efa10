// verdict: passed
// a barrier made by hand that counts its turns, used three times
#include <assert.h>
#include <pthread.h>
enum { N = 2 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static int arrived, turn, done[N];
static void barrier(void) {
  pthread_mutex_lock(&lock);
  int mine = turn;
  if (++arrived == N) {
    arrived = 0;
    turn++;
    pthread_cond_broadcast(&all_here);
  }
  while (turn == mine) pthread_cond_wait(&all_here, &lock);
  pthread_mutex_unlock(&lock);
}
static void *work(void *arg) {
  long me = (long)arg;
  for (int i = 0; i < 3; i++) {
    done[me] = i;
    barrier();
    assert(done[1 - me] == i);
    barrier();
  }
  return NULL;
}
int main(void) {
  pthread_t threads[N];
  for (long i = 0; i < N; i++)
    pthread_create(&threads[i], NULL, work, (void *)i);
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  return 0;
}
