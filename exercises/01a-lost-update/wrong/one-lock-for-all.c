// WRONG, fails an_account_does_not_hold_up_another:
// one lock for all accounts: right, and every customer waits for every other.
#include "account.h"

#include "base/mem.h"
#include "base/thread.h"

struct Account {
  Drawer *drawer;  // set once
};

static Mutex the_lock = {PTHREAD_MUTEX_INITIALIZER};

Account *account_new(Drawer *drawer) {
  Account *account = mem_new(Account);
  account->drawer = drawer;
  return account;
}

void account_free(Account *account) {
  mem_free(account);
}

void account_deposit(Account *account, i64 amount) {
  mutex_lock(&the_lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, seen + amount);
  mutex_unlock(&the_lock);
}

bool account_withdraw(Account *account, i64 amount) {
  mutex_lock(&the_lock);
  i64 seen = drawer_read(account->drawer);
  bool enough = seen >= amount;
  if (enough) drawer_write(account->drawer, seen - amount);
  mutex_unlock(&the_lock);
  return enough;
}

i64 account_close(Account *account) {
  mutex_lock(&the_lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, 0);
  mutex_unlock(&the_lock);
  return seen;
}

i64 account_balance(Account *account) {
  mutex_lock(&the_lock);
  i64 seen = drawer_read(account->drawer);
  mutex_unlock(&the_lock);
  return seen;
}
