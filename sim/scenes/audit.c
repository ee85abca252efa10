// audit.c -- money on its way is in no account: what does an auditor see?
#include <stdlib.h>

#include "troupe.h"

// pay(amount): hands it on | count(sum): adds its own, hands it on
#define ACCOUNT(M)                                 \
  M(ACCOUNT_PAY, account, pay, (i64, amount), )    \
  M(ACCOUNT_TAKE, account, take, (i64, amount), )  \
  M(ACCOUNT_LOOK, account, look, , (i64, balance)) \
  M(ACCOUNT_COUNT, account, count, (i64, sum)(ref(Any), auditor), )
REF(Account, account)
PROTOCOL_AFTER_REF(Account, account, ACCOUNT)
STATE(AccountState, (ref(Account), next)(i64, balance))
ACTOR(Account, account, AccountState, keeping)

// audit starts it; looked and counted bring balances.
#define AUDITOR(M)                                               \
  M(AUDITOR_AUDIT, auditor, audit, , )                           \
  M(AUDITOR_LOOKED, auditor, looked, REPLY_HEAD(i64, balance), ) \
  M(AUDITOR_COUNTED, auditor, counted, (i64, sum), )
PROTOCOL(Auditor, auditor, AUDITOR)
STATE(AuditorState, (ref(Account), left)(ref(Account), right)(bool, marks)(
                        i64, answers)(i64, sum)(bool, done))
ACTOR(Auditor, auditor, AuditorState, auditing)

static void count(AccountState *self, const struct account_count *message) {
  i64 sum = message->sum + self->balance;
  if (ref_equal(self->next.ref, NOBODY)) {
    ignore(auditor_tell_counted((AuditorRef){message->auditor.ref}, sum));
  } else {
    // On the way the money takes, behind all money that left before.
    ignore(account_tell_count(self->next, sum, message->auditor));
  }
}

static void keeping(AccountState *self, const AccountMsg *message) {
  switch (message->kind) {
    case ACCOUNT_PAY:
      self->balance -= message->pay.amount;
      ignore(account_tell_take(self->next, message->pay.amount));
      break;
    case ACCOUNT_TAKE:
      self->balance += message->take.amount;
      break;
    case ACCOUNT_LOOK:
      account_reply_look(self->balance);
      break;
    case ACCOUNT_COUNT:
      count(self, &message->count);
      break;
  }
}

static void auditing(AuditorState *self, const AuditorMsg *message) {
  switch (message->kind) {
    case AUDITOR_AUDIT:
      if (self->marks) {
        ignore(account_tell_count(self->left, 0, (AnyRef){auditor_self().ref}));
      } else {
        ignore(account_ask_look_as(self->left, auditor_looked, NEVER));
        ignore(account_ask_look_as(self->right, auditor_looked, NEVER));
      }
      break;
    case AUDITOR_LOOKED:
      self->sum += message->looked.balance;
      self->done = ++self->answers == 2;
      break;
    case AUDITOR_COUNTED:
      self->sum = message->counted.sum;
      self->done = true;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  AccountRef right =
      account_spawn(system, "right", (AccountState){.balance = 10});
  AccountRef left = account_spawn(system, "left",
                                  (AccountState){.next = right, .balance = 10});
  AuditorState state = {
      .left = left, .right = right, .marks = getenv("marks") != NULL};
  AuditorRef auditor = auditor_spawn(system, "auditor", state);
  ignore(auditor_tell_audit(auditor));
  ignore(account_tell_pay(left, 5));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
