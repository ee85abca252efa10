// 02d-two-locks, the start. Fails first: who_waits_keeps_no_lock
//
// Right, if all transfers go the same way and none has to wait. Yours: an order
// for the locks, and a wait that keeps none of them.
#include "bank.h"

#include "base/mem.h"
#include "base/thread.h"

typedef struct Account {
  Mutex lock;  // protects the drawer
  Cond grew;   // signalled when there is more in the drawer
} Account;

struct Bank {
  int count;  // set once
  Account *accounts;
};

Bank *bank_new(int count) {
  Bank *bank = mem_new(Bank);
  bank->count = count;
  bank->accounts = mem_array(Account, (size_t)count);
  for (int i = 0; i < count; i++) {
    mutex_init(&bank->accounts[i].lock);
    cond_init(&bank->accounts[i].grew);
  }
  return bank;
}

void bank_free(Bank *bank) {
  for (int i = 0; i < bank->count; i++) {
    cond_release(&bank->accounts[i].grew);
    mutex_release(&bank->accounts[i].lock);
  }
  mem_free(bank->accounts);
  mem_free(bank);
}

void bank_transfer(Bank *bank, int from, int to, i64 amount) {
  Account *source = &bank->accounts[from];
  Account *target = &bank->accounts[to];
  mutex_lock(&target->lock);
  mutex_lock(&source->lock);
  while (drawer_read(from) < amount) {
    cond_wait(&source->grew, &source->lock);
  }
  drawer_write(from, drawer_read(from) - amount);
  drawer_write(to, drawer_read(to) + amount);
  cond_broadcast(&target->grew);
  mutex_unlock(&source->lock);
  mutex_unlock(&target->lock);
}

i64 bank_total(Bank *bank) {
  i64 total = 0;
  for (int i = 0; i < bank->count; i++) mutex_lock(&bank->accounts[i].lock);
  for (int i = 0; i < bank->count; i++) total += drawer_read(i);
  for (int i = 0; i < bank->count; i++) mutex_unlock(&bank->accounts[i].lock);
  return total;
}
