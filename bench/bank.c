// bank.c -- transfers between accounts. An account that pays holds all other
// mail until the other has the money.
#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "workload.h"

enum { AT_FIRST = 1000 };

#define ACCOUNT(M)                                                        \
  M(ACCOUNT_TRANSFER, account, transfer, (ref(Account), to)(i64, amount), \
    (i64, balance))                                                       \
  M(ACCOUNT_DEPOSIT, account, deposit, (i64, amount), (i64, balance))     \
  M(ACCOUNT_DEPOSITED, account, deposited, REPLY_HEAD(i64, balance), )    \
  M(ACCOUNT_BALANCE, account, balance, , (i64, balance)(i64, failed))
REF(Account, account)
PROTOCOL_AFTER_REF(Account, account, ACCOUNT)
STATE(AccountState, (i64, balance)(i64, failed)(private(Request *), asker))
ACTOR(Account, account, AccountState, keeping)

typedef struct Accounts {
  const AccountRef *all;
  u64 count;
} Accounts;

#define TELLER(M)                                             \
  M(TELLER_OPEN, teller, open, (i64, transfers), (i64, done)) \
  M(TELLER_PAID, teller, paid, REPLY_HEAD(i64, balance), )
PROTOCOL(Teller, teller, TELLER)
STATE(TellerState, (i64, left)(i64, done)(private(Accounts),
                                          accounts)(private(Request *), asker))
ACTOR(Teller, teller, TellerState, serving)

static void keeping(AccountState *self, const AccountMsg *message) {
  switch (message->kind) {
    case ACCOUNT_TRANSFER:
      self->balance -= message->transfer.amount;
      self->asker = request_take();
      CHECK(account_hold_deposit_as(message->transfer.to,
                                    message->transfer.amount, account_deposited,
                                    NEVER) != 0);
      break;
    case ACCOUNT_DEPOSIT:
      self->balance += message->deposit.amount;
      account_reply_deposit(self->balance);
      break;
    case ACCOUNT_DEPOSITED:
      self->failed += message->deposited.outcome != ASK_OK;
      account_reply_transfer_to(&self->asker, self->balance);
      break;
    case ACCOUNT_BALANCE:
      account_reply_balance(self->balance, self->failed);
      break;
  }
}

// From the lower account to the higher: a ring of accounts that all hold could
// not come about.
static void transfer(const Accounts *accounts, Rng *rng) {
  u64 from = rng_below(rng, accounts->count - 1);
  u64 to = from + 1 + rng_below(rng, accounts->count - 1 - from);
  CHECK(account_ask_transfer_as(accounts->all[from], accounts->all[to], 1,
                                teller_paid, NEVER) != 0);
}

static void serving(TellerState *self, const TellerMsg *message) {
  switch (message->kind) {
    case TELLER_OPEN: {
      Rng rng;
      rng_seed(&rng, 0);
      self->left = message->open.transfers;
      self->asker = request_take();
      for (i64 i = 0; i < message->open.transfers; i++) {
        transfer(&self->accounts, &rng);
      }
      break;
    }
    case TELLER_PAID:
      self->done += message->paid.outcome == ASK_OK;
      if (--self->left == 0) {
        teller_reply_open_to(&self->asker, self->done);
      }
      break;
  }
}

// No money has been made or lost.
static bool balanced(const AccountRef *all, i64 count) {
  i64 sum = 0;
  i64 failed = 0;
  bool right = true;
  for (i64 i = 0; i < count; i++) {
    struct account_balance_reply reply = {0};
    right = right && account_ask_balance(all[i], &reply, NEVER) == ASK_OK;
    sum += reply.balance;
    failed += reply.failed;
  }
  return right && sum == count * AT_FIRST && failed == 0;
}

static Result run(System *system, i64 n, i64 extra) {
  AccountRef *all = mem_array(AccountRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    all[i] =
        account_spawn(system, "account", (AccountState){.balance = AT_FIRST});
  }
  TellerRef teller = teller_spawn(
      system, "teller",
      (TellerState){.accounts = {.all = all, .count = (u64)extra}});
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 4 * n, .started = clock_now()};
  struct teller_open_reply reply = {0};
  right = right && teller_ask_open(teller, n, &reply, NEVER) == ASK_OK;
  result.finished = clock_now();
  result.right = right && reply.done == n && balanced(all, extra);
  mem_free(all);
  return result;
}

const Workload bank = {
    "bank", "N transfers among EXTRA accounts", 100000, 1000, 2, run};
