// verdict: assertion
// there was enough when it was looked at, each time under the lock
#include <assert.h>
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int money = 10;
static int look(void) {
  pthread_mutex_lock(&lock);
  int seen = money;
  pthread_mutex_unlock(&lock);
  return seen;
}
static void *take(void *unused) {
  if (look() >= 10) {
    pthread_mutex_lock(&lock);
    money -= 10;
    assert(money >= 0);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, NULL, take, NULL);
  pthread_create(&b, NULL, take, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
