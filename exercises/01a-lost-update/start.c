// 01a-lost-update, the start. Fails first: two_deposits_lose_nothing
//
// Right for one teller alone. Two at a time lose money. Yours: see to it that
// nobody comes in between a teller's counting and leaving.
#include "account.h"

#include "base/mem.h"
#include "base/thread.h"

struct Account {
  Drawer *drawer;  // set once
};

Account *account_new(Drawer *drawer) {
  Account *account = mem_new(Account);
  account->drawer = drawer;
  return account;
}

void account_free(Account *account) {
  mem_free(account);
}

void account_deposit(Account *account, i64 amount) {
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, seen + amount);
}

bool account_withdraw(Account *account, i64 amount) {
  i64 seen = drawer_read(account->drawer);
  bool enough = seen >= amount;
  if (enough) drawer_write(account->drawer, seen - amount);
  return enough;
}

i64 account_close(Account *account) {
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, 0);
  return seen;
}

i64 account_balance(Account *account) {
  i64 seen = drawer_read(account->drawer);
  return seen;
}
