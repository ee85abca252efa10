// account.h -- a bank account that several tellers use at once. The contract
// is given; do not change it.
//
// The money lies in a drawer, which belongs to the bank: a teller can count
// what is in it, and can leave another amount there. In between anything may
// happen. Whatever the tellers do at the same time, it must come out as if one
// of them had been finished before the next began.
#ifndef EXERCISE_ACCOUNT_H
#define EXERCISE_ACCOUNT_H

#include "base/types.h"

typedef struct Drawer Drawer;

// What is in the drawer; what is to be in it from now on. Given.
i64 drawer_read(Drawer *drawer);
void drawer_write(Drawer *drawer, i64 money);

typedef struct Account Account;

// Gives an account over a drawer, free with account_free when nobody uses it
// any more. Borrows the drawer.
Account *account_new(Drawer *drawer);
void account_free(Account *account);

// All below: any thread, several at a time.

void account_deposit(Account *account, i64 amount);

// False: there was less than that, and nothing has changed.
MUST_USE bool account_withdraw(Account *account, i64 amount);

// Takes out all there is, and gives how much that was.
i64 account_close(Account *account);

i64 account_balance(Account *account);

#endif
