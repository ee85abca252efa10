// WRONG: two threads add to one number, unguarded: make fail N=01
//
// Two tellers pay the same million slips of 1 into one account each.
// The fix is step-3-mutex.c.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLIPS = 1000000 };

typedef struct Account {
  long balance;
} Account;

static void deposit(Account *account, long amount) {
  long seen = account->balance;
  account->balance = seen + amount;
}

static void *teller(void *account) {
  for (int i = 0; i < SLIPS; i++) {
    const char *slip = "1";
    deposit(account, strtol(slip, NULL, 10));
  }
  return NULL;
}

int main(void) {
  Account account = {0};
  pthread_t ann;
  pthread_t bob;
  pthread_create(&ann, NULL, teller, &account);
  pthread_create(&bob, NULL, teller, &account);
  pthread_join(ann, NULL);
  pthread_join(bob, NULL);

  long missing = 2L * SLIPS - account.balance;
  printf("paid in 2000000, balance %ld, missing %ld\n", account.balance,
         missing);
  return missing == 0 ? 0 : 1;
}
