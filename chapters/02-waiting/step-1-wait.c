// step-1-wait.c -- Bob sleeps until there are 50, instead of asking.
#include <stdio.h>

#include "base/thread.h"

enum { DEPOSITS = 100 };

typedef struct Account {
  Mutex lock;  // protects all below
  long balance;
  Cond grew;  // signalled when the balance has grown; one sleeper
} Account;

static void deposit(Account *account, long amount) {
  mutex_lock(&account->lock);
  account->balance += amount;
  cond_signal(&account->grew);
  mutex_unlock(&account->lock);
}

// Sleeps until the account covers the amount.
static void withdraw(Account *account, long amount) {
  mutex_lock(&account->lock);
  while (account->balance < amount) {
    cond_wait(&account->grew, &account->lock);
  }
  account->balance -= amount;
  mutex_unlock(&account->lock);
}

static void ann(void *account) {
  for (int i = 0; i < DEPOSITS; i++) deposit(account, 1);
}

static void bob(void *account) {
  withdraw(account, 50);
  withdraw(account, 50);
}

int main(void) {
  Account account = {.balance = 0};
  Thread threads[2];
  mutex_init(&account.lock);
  cond_init(&account.grew);
  if (!thread_start(&threads[0], "bob", bob, &account) ||
      !thread_start(&threads[1], "ann", ann, &account)) {
    return 1;
  }
  thread_join(&threads[0]);
  thread_join(&threads[1]);
  printf("Ann paid in 100, Bob took 50 twice, balance %ld\n",
         account.balance);
  cond_release(&account.grew);
  mutex_release(&account.lock);
  return 0;
}
