// WRONG, fails in_no_order_of_their_steps_does_money_vanish_or_everybody_sleep:
// it lets go of both, and takes one again to sleep. What is paid in between is
// told to nobody.
#include "bank.h"

#include "base/mem.h"
#include "base/thread.h"

typedef struct Account {
  Mutex lock;  // protects the drawer; of several, the lowest number first
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

static void lock_both(Bank *bank, int one, int other) {
  int first = one < other ? one : other;
  int second = one + other - first;
  mutex_lock(&bank->accounts[first].lock);
  if (second != first) mutex_lock(&bank->accounts[second].lock);
}

void bank_transfer(Bank *bank, int from, int to, i64 amount) {
  Account *source = &bank->accounts[from];
  Account *target = &bank->accounts[to];
  lock_both(bank, from, to);
  while (drawer_read(from) < amount) {
    if (target != source) mutex_unlock(&target->lock);
    mutex_unlock(&source->lock);
    mutex_lock(&source->lock);
    cond_wait(&source->grew, &source->lock);
    mutex_unlock(&source->lock);
    lock_both(bank, from, to);
  }
  drawer_write(from, drawer_read(from) - amount);
  drawer_write(to, drawer_read(to) + amount);
  cond_broadcast(&target->grew);
  if (target != source) mutex_unlock(&target->lock);
  mutex_unlock(&source->lock);
}

i64 bank_total(Bank *bank) {
  i64 total = 0;
  for (int i = 0; i < bank->count; i++) mutex_lock(&bank->accounts[i].lock);
  for (int i = 0; i < bank->count; i++) total += drawer_read(i);
  for (int i = 0; i < bank->count; i++) mutex_unlock(&bank->accounts[i].lock);
  return total;
}
