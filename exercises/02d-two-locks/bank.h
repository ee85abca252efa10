// bank.h -- accounts with a lock each, and transfers that can wait. The
// contract is given; do not change it.
//
// The money of each account lies in a drawer, which belongs to the bank's
// owner: a teller can count what is in it, and can leave another amount there.
// Money never lies anywhere else: whoever adds up all drawers finds what there
// was at first.
#ifndef EXERCISE_BANK_H
#define EXERCISE_BANK_H

#include "base/types.h"

// Drawers have the numbers of their accounts. Given.
i64 drawer_read(int drawer);
void drawer_write(int drawer, i64 money);

typedef struct Bank Bank;

// Gives a bank of accounts 0 to count - 1, free with bank_free when nobody uses
// it any more.
Bank *bank_new(int count);
void bank_free(Bank *bank);

// All below: any thread, several at a time. Who uses other accounts is not held
// up, nor by a transfer that waits.

// Moves `amount` from one account to the other, in one step for all who look.
// Blocks until there is so much in the first one. From an account to itself it
// waits likewise, and changes nothing.
void bank_transfer(Bank *bank, int from, int to, i64 amount);

// What there is in all accounts, at one moment.
i64 bank_total(Bank *bank);

#endif
