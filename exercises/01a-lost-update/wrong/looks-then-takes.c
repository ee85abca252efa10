// WRONG, fails two_withdrawals_never_take_more_than_there_is:
// whether there is enough is looked up under one lock, and taken under another.
// Luck does not show it: passes many_tellers_at_once_are_right_too
#include "account.h"

#include "base/mem.h"
#include "base/thread.h"

struct Account {
  Mutex lock;      // protects what is in the drawer
  Drawer *drawer;  // set once
};

Account *account_new(Drawer *drawer) {
  Account *account = mem_new(Account);
  mutex_init(&account->lock);
  account->drawer = drawer;
  return account;
}

void account_free(Account *account) {
  mutex_release(&account->lock);
  mem_free(account);
}

void account_deposit(Account *account, i64 amount) {
  mutex_lock(&account->lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, seen + amount);
  mutex_unlock(&account->lock);
}

bool account_withdraw(Account *account, i64 amount) {
  if (account_balance(account) < amount) return false;
  mutex_lock(&account->lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, seen - amount);
  mutex_unlock(&account->lock);
  return true;
}

i64 account_close(Account *account) {
  mutex_lock(&account->lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, 0);
  mutex_unlock(&account->lock);
  return seen;
}

i64 account_balance(Account *account) {
  mutex_lock(&account->lock);
  i64 seen = drawer_read(account->drawer);
  mutex_unlock(&account->lock);
  return seen;
}
