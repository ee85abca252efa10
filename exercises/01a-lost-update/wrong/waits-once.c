// WRONG, fails no_order_of_their_steps_loses_money:
// closing waits until it is woken, and does not look again whether nobody is
// in. Two tellers never see that; with three, another one may have been faster.
#include "account.h"

#include "base/mem.h"
#include "base/thread.h"

struct Account {
  Mutex lock;      // protects busy
  Cond left;       // not busy any more
  bool busy;       // a teller is at the drawer
  Drawer *drawer;  // set once
};

Account *account_new(Drawer *drawer) {
  Account *account = mem_new(Account);
  mutex_init(&account->lock);
  cond_init(&account->left);
  account->drawer = drawer;
  return account;
}

void account_free(Account *account) {
  cond_release(&account->left);
  mutex_release(&account->lock);
  mem_free(account);
}

static void enter(Account *account) {
  mutex_lock(&account->lock);
  while (account->busy) cond_wait(&account->left, &account->lock);
  account->busy = true;
  mutex_unlock(&account->lock);
}

static void leave(Account *account) {
  mutex_lock(&account->lock);
  account->busy = false;
  cond_signal(&account->left);
  mutex_unlock(&account->lock);
}

void account_deposit(Account *account, i64 amount) {
  enter(account);
  drawer_write(account->drawer, drawer_read(account->drawer) + amount);
  leave(account);
}

bool account_withdraw(Account *account, i64 amount) {
  enter(account);
  i64 seen = drawer_read(account->drawer);
  bool enough = seen >= amount;
  if (enough) drawer_write(account->drawer, seen - amount);
  leave(account);
  return enough;
}

i64 account_close(Account *account) {
  mutex_lock(&account->lock);
  if (account->busy) cond_wait(&account->left, &account->lock);
  account->busy = true;
  mutex_unlock(&account->lock);
  i64 seen = drawer_read(account->drawer);
  drawer_write(account->drawer, 0);
  leave(account);
  return seen;
}

i64 account_balance(Account *account) {
  enter(account);
  i64 seen = drawer_read(account->drawer);
  leave(account);
  return seen;
}
