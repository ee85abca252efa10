// tellers.c -- two threads pay in at one till, without a lock.
#include <stdio.h>

#include "base/thread.h"

enum { SLIPS = 3 };

static int balance;

static void pay_in(void *unused) {
  (void)unused;
  for (int i = 0; i < SLIPS; i++) {
    int seen = balance;
    balance = seen + 1;
  }
}

int main(void) {
  Thread ann;
  Thread bob;
  if (!thread_start(&ann, "ann", pay_in, NULL) ||
      !thread_start(&bob, "bob", pay_in, NULL)) {
    return 1;
  }
  thread_join(&ann);
  thread_join(&bob);
  printf("paid in %d, balance %d\n", 2 * SLIPS, balance);
  return 0;
}
