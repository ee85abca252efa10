// WRONG, fails other_accounts_are_not_held_up:
// one lock for the whole bank: right, without any order to keep, and everybody
// waits for everybody.
#include "bank.h"

#include "base/mem.h"
#include "base/thread.h"

struct Bank {
  int count;  // set once

  Mutex lock;  // protects all drawers
  Cond grew;   // signalled when there is more in a drawer
};

Bank *bank_new(int count) {
  Bank *bank = mem_new(Bank);
  bank->count = count;
  mutex_init(&bank->lock);
  cond_init(&bank->grew);
  return bank;
}

void bank_free(Bank *bank) {
  cond_release(&bank->grew);
  mutex_release(&bank->lock);
  mem_free(bank);
}

void bank_transfer(Bank *bank, int from, int to, i64 amount) {
  mutex_lock(&bank->lock);
  while (drawer_read(from) < amount) cond_wait(&bank->grew, &bank->lock);
  drawer_write(from, drawer_read(from) - amount);
  drawer_write(to, drawer_read(to) + amount);
  cond_broadcast(&bank->grew);
  mutex_unlock(&bank->lock);
}

i64 bank_total(Bank *bank) {
  i64 total = 0;
  mutex_lock(&bank->lock);
  for (int i = 0; i < bank->count; i++) total += drawer_read(i);
  mutex_unlock(&bank->lock);
  return total;
}
