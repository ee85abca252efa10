// test: in_no_order_of_their_steps_does_money_vanish_or_everybody_sleep
//
// Three accounts in a circle. Ann's transfer has to wait for Carl's, and Carl's
// for Bob's; main is the auditor. In any order of their steps all get done, and
// the auditor finds all the money.
#include <assert.h>

#include "bank.h"
#include "base/thread.h"

enum { ACCOUNTS = 3, ALL = 10 };

static Bank *bank;
static i64 money[ACCOUNTS] = {0, ALL, 0};

i64 drawer_read(int drawer) {
  return money[drawer];
}

void drawer_write(int drawer, i64 left) {
  money[drawer] = left;
}

static void transfer(void *arg) {
  const int *from = arg;
  bank_transfer(bank, *from, (*from + 1) % ACCOUNTS, ALL);
}

int main(void) {
  static int numbers[ACCOUNTS] = {0, 1, 2};
  const char *const names[] = {"Ann", "Bob", "Carl"};
  Thread threads[ACCOUNTS];
  bank = bank_new(ACCOUNTS);
  for (int i = 0; i < ACCOUNTS; i++) {
    if (!thread_start(&threads[i], names[i], transfer, &numbers[i])) return 2;
  }
  i64 seen = bank_total(bank);
  assert(seen == ALL);
  for (int i = 0; i < ACCOUNTS; i++) thread_join(&threads[i]);
  assert(money[1] == ALL);
  bank_free(bank);
  return 0;
}
