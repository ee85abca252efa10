// bank_fixed.c -- the same tellers tell the bank what to add: nothing is lost.
#include "troupe.h"

// add(amount) -> balance
#define BANK(M) M(BANK_ADD, bank, add, (i64, amount), (i64, balance))
PROTOCOL(Bank, bank, BANK)
STATE(BankState, (i64, balance))
ACTOR(Bank, bank, BankState, keeping)

// deposit(amount) starts it; the other brings the bank's reply.
#define TELLER(M)                                     \
  M(TELLER_DEPOSIT, teller, deposit, (i64, amount), ) \
  M(TELLER_ADDED, teller, added, REPLY_HEAD(i64, balance), )
PROTOCOL(Teller, teller, TELLER)
STATE(TellerState, (ref(Bank), bank)(i64, amount)(i64, deposited))
ACTOR(Teller, teller, TellerState, serving)

static void keeping(BankState *self, const BankMsg *message) {
  switch (message->kind) {
    case BANK_ADD:  // read and write in one message: nobody comes between
      self->balance += message->add.amount;
      bank_reply_add(self->balance);
      break;
  }
}

static void serving(TellerState *self, const TellerMsg *message) {
  switch (message->kind) {
    case TELLER_DEPOSIT:
      self->amount = message->deposit.amount;
      ignore(bank_ask_add_as(self->bank, self->amount, teller_added, NEVER));
      break;
    case TELLER_ADDED:
      if (message->added.outcome == ASK_OK) {
        self->deposited += self->amount;
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  BankRef bank = bank_spawn(system, "bank", (BankState){0});
  TellerRef ann = teller_spawn(system, "ann", (TellerState){.bank = bank});
  TellerRef bob = teller_spawn(system, "bob", (TellerState){.bank = bank});
  ignore(teller_tell_deposit(ann, 10));
  ignore(teller_tell_deposit(bob, 20));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
