// test: no_order_of_their_steps_loses_money
//
// Three tellers at one account, in any order of their steps: what is in the
// drawer at the end is what was paid in, less what was paid out.
#include <assert.h>

#include "account.h"
#include "base/thread.h"

enum { OPENING = 100, MUCH = 80, LITTLE = 10 };

struct Drawer {
  i64 money;  // guarded by the learner, or not
};

i64 drawer_read(Drawer *drawer) {
  return drawer->money;
}

void drawer_write(Drawer *drawer, i64 money) {
  drawer->money = money;
}

static Account *account;
static i64 withdrawn;
static i64 closed;

static void deposit(void *unused) {
  (void)unused;
  account_deposit(account, LITTLE);
}

static void withdraw(void *unused) {
  (void)unused;
  if (account_withdraw(account, MUCH)) withdrawn = MUCH;
}

static void close_it(void *unused) {
  (void)unused;
  closed = account_close(account);
}

int main(void) {
  Drawer drawer = {.money = OPENING};
  Thread ann;
  Thread bob;
  Thread carl;
  account = account_new(&drawer);
  if (!thread_start(&ann, "Ann", deposit, NULL) ||
      !thread_start(&bob, "Bob", withdraw, NULL) ||
      !thread_start(&carl, "Carl", close_it, NULL)) {
    return 2;
  }
  i64 seen = account_balance(account);
  assert(seen >= 0);
  thread_join(&ann);
  thread_join(&bob);
  thread_join(&carl);
  assert(drawer.money >= 0);
  assert(drawer.money + withdrawn + closed == OPENING + LITTLE);
  account_free(account);
  return 0;
}
