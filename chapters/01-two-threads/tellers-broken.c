// WRONG: the race of step 1, with slips to be counted: make fail N=01
//
// For the simulator, where you are the scheduler. The fix is
// step-3-mutex.c.
#include <pthread.h>
#include <stdio.h>

enum { SLIPS = 3 };

static int balance;

static void *teller(void *unused) {
  for (int i = 0; i < SLIPS; i++) {
    int seen = balance;
    balance = seen + 1;
  }
  return unused;
}

int main(void) {
  pthread_t ann;
  pthread_t bob;
  pthread_create(&ann, NULL, teller, NULL);
  pthread_create(&bob, NULL, teller, NULL);
  pthread_join(ann, NULL);
  pthread_join(bob, NULL);
  printf("paid in %d, balance %d\n", 2 * SLIPS, balance);
  return balance == 2 * SLIPS ? 0 : 1;
}
