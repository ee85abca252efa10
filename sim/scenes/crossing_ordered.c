// crossing_ordered.c -- the same two transfers, both in one order.
#include <stdio.h>

#include "base/thread.h"

typedef struct Account {
  Mutex lock;  // protects the balance
  long balance;
} Account;

static Account savings = {.balance = 100};
static Account current = {.balance = 100};

static void transfer(Account *from, Account *to, long amount) {
  // savings before current, whichever way the money goes.
  mutex_lock(&savings.lock);
  mutex_lock(&current.lock);
  from->balance -= amount;
  to->balance += amount;
  mutex_unlock(&current.lock);
  mutex_unlock(&savings.lock);
}

static void ann(void *unused) {
  (void)unused;
  transfer(&savings, &current, 10);
}

static void bob(void *unused) {
  (void)unused;
  transfer(&current, &savings, 30);
}

int main(void) {
  Thread threads[2];
  mutex_init(&savings.lock);
  mutex_init(&current.lock);
  if (!thread_start(&threads[0], "ann", ann, NULL) ||
      !thread_start(&threads[1], "bob", bob, NULL)) {
    return 1;
  }
  thread_join(&threads[0]);
  thread_join(&threads[1]);
  printf("savings %ld, current %ld\n", savings.balance, current.balance);
  return 0;
}
