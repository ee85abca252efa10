// four_tellers.c -- the bank of the scenes with four tellers: for searches.
#include "troupe.h"

// get -> balance | set(balance) ->
#define BANK(M)                            \
  M(BANK_GET, bank, get, , (i64, balance)) \
  M(BANK_SET, bank, set, (i64, balance), )
PROTOCOL(Bank, bank, BANK)
STATE(BankState, (i64, balance))
ACTOR(Bank, bank, BankState, keeping)

// deposit(amount) starts it; the other two bring the bank's replies.
#define TELLER(M)                                          \
  M(TELLER_DEPOSIT, teller, deposit, (i64, amount), )      \
  M(TELLER_READ, teller, read, REPLY_HEAD(i64, balance), ) \
  M(TELLER_WRITTEN, teller, written, REPLY_HEAD, )
PROTOCOL(Teller, teller, TELLER)
STATE(TellerState, (ref(Bank), bank)(i64, amount)(i64, deposited))
ACTOR(Teller, teller, TellerState, serving)

static void keeping(BankState *self, const BankMsg *message) {
  switch (message->kind) {
    case BANK_GET:
      bank_reply_get(self->balance);
      break;
    case BANK_SET:
      self->balance = message->set.balance;
      bank_reply_set();
      break;
  }
}

static void serving(TellerState *self, const TellerMsg *message) {
  switch (message->kind) {
    case TELLER_DEPOSIT:
      self->amount = message->deposit.amount;
      ignore(bank_ask_get_as(self->bank, teller_read, NEVER));
      break;
    case TELLER_READ:
      // Between this balance and the write, the other teller may have written.
      if (message->read.outcome == ASK_OK) {
        ignore(bank_ask_set_as(self->bank, message->read.balance + self->amount,
                               teller_written, NEVER));
      }
      break;
    case TELLER_WRITTEN:
      if (message->written.outcome == ASK_OK) {
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
  TellerRef cyd = teller_spawn(system, "cyd", (TellerState){.bank = bank});
  TellerRef dan = teller_spawn(system, "dan", (TellerState){.bank = bank});
  ignore(teller_tell_deposit(ann, 10));
  ignore(teller_tell_deposit(bob, 20));
  ignore(teller_tell_deposit(cyd, 30));
  ignore(teller_tell_deposit(dan, 40));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
