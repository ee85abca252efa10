// gate.c -- two orders, and no deadlock: a third lock lets one in at a
// time. The thread sanitizer warns all the same.
#include <stdio.h>

#include "base/thread.h"

typedef struct Account {
  Mutex lock;  // protects all below
  long balance;
} Account;

static Mutex gate;  // who takes two locks holds it
static Account savings = {.balance = 100};
static Account current = {.balance = 100};

static void transfer(Account *from, Account *to, long amount) {
  mutex_lock(&gate);
  mutex_lock(&from->lock);
  mutex_lock(&to->lock);
  from->balance -= amount;
  to->balance += amount;
  mutex_unlock(&to->lock);
  mutex_unlock(&from->lock);
  mutex_unlock(&gate);
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
  mutex_init(&gate);
  mutex_init(&savings.lock);
  mutex_init(&current.lock);
  if (!thread_start(&threads[0], "ann", ann, NULL) ||
      !thread_start(&threads[1], "bob", bob, NULL)) {
    return 1;
  }
  thread_join(&threads[0]);
  thread_join(&threads[1]);
  printf("savings %ld, current %ld\n", savings.balance,
         current.balance);
  return 0;
}
