// verdict: deadlock
// a transfer locks the giver's account, then the taker's
#include <pthread.h>
static struct {
  pthread_mutex_t lock;
  int money;
} accounts[2];
static void transfer(int from, int to, int amount) {
  pthread_mutex_lock(&accounts[from].lock);
  pthread_mutex_lock(&accounts[to].lock);
  accounts[from].money -= amount;
  accounts[to].money += amount;
  pthread_mutex_unlock(&accounts[to].lock);
  pthread_mutex_unlock(&accounts[from].lock);
}
static void *work(void *arg) {
  int me = (int)(long)arg;
  transfer(me, 1 - me, 5);
  return NULL;
}
int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 2; i++) pthread_mutex_init(&accounts[i].lock, NULL);
  pthread_create(&a, NULL, work, (void *)0);
  pthread_create(&b, NULL, work, (void *)1);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  return 0;
}
