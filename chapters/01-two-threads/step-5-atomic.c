// step-5-atomic.c -- the account of step 1 without a lock: one addition
// that the machine carries out as one.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLIPS = 1000000 };

typedef struct Account {
  atomic_long balance;  // any thread
} Account;

static void deposit(Account *account, long amount) {
  atomic_fetch_add(&account->balance, amount);
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

  long balance = atomic_load(&account.balance);
  long missing = 2L * SLIPS - balance;
  printf("paid in 2000000, balance %ld, missing %ld\n", balance,
         missing);
  return missing == 0 ? 0 : 1;
}
