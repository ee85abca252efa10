// WRONG: each access is atomic, the deposit is not: make fail N=01
//
// No data race, so the thread sanitizer is silent; money is lost all
// the same. The fix is step-5-atomic.c.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLIPS = 1000000 };

typedef struct Account {
  atomic_long balance;  // any thread
} Account;

static void deposit(Account *account, long amount) {
  long seen = atomic_load(&account->balance);
  atomic_store(&account->balance, seen + amount);
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
