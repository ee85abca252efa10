// verdict: passed
// a transfer locks the lower account first
#include <pthread.h>
static struct {
  pthread_mutex_t lock;
  int money;
} accounts[2];
static void transfer(int from, int to, int amount) {
  int low = from < to ? from : to, high = from < to ? to : from;
  pthread_mutex_lock(&accounts[low].lock);
  pthread_mutex_lock(&accounts[high].lock);
  accounts[from].money -= amount;
  accounts[to].money += amount;
  pthread_mutex_unlock(&accounts[high].lock);
  pthread_mutex_unlock(&accounts[low].lock);
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
  return accounts[0].money + accounts[1].money;
}
