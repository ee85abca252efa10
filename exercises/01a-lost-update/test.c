// Two tellers, and an order forced upon them: one is held between two looks
// at the drawer, while the other does all it can. Then each of the four
// operations has been in the middle of each other.
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "account.h"
#include "base/mem.h"
#include "base/writer.h"

enum { OPENING = 100 };

struct Drawer {
  i64 money;  // guarded by the learner, or not
  bool told;  // a schedule is being told
};

typedef enum Doing { DEPOSIT, WITHDRAW, CLOSE } Doing;

typedef struct Teller {
  const char *name;
  Doing doing;
  i64 amount;
  Account *account;
  i64 in;   // paid in, written by its thread
  i64 out;  // paid out, likewise
  Hand hand;
} Teller;

// The schedule, as it happens.
static pthread_mutex_t tale_lock = PTHREAD_MUTEX_INITIALIZER;
static char tale_text[900];
static Writer tale;

static void tell(const char *what, i64 money) {
  const Hand *hand = hand_me();
  if (!hand) return;
  const Teller *teller = hand->arg;
  pthread_mutex_lock(&tale_lock);
  if (tale.text[tale.length - 1] != ':') write_text(&tale, ",");
  write_format(&tale, " %s %s %" PRId64, teller->name, what, money);
  pthread_mutex_unlock(&tale_lock);
}

i64 drawer_read(Drawer *drawer) {
  i64 money = drawer->money;
  if (drawer->told) tell("reads", money);
  hand_point();
  return money;
}

void drawer_write(Drawer *drawer, i64 money) {
  drawer->money = money;
  if (drawer->told) tell("writes", money);
  hand_point();
}

static void work(void *arg) {
  Teller *teller = arg;
  switch (teller->doing) {
    case DEPOSIT:
      account_deposit(teller->account, teller->amount);
      teller->in = teller->amount;
      break;
    case WITHDRAW:
      if (account_withdraw(teller->account, teller->amount)) {
        teller->out = teller->amount;
      }
      break;
    case CLOSE:
      teller->out = account_close(teller->account);
      break;
  }
}

static void announce(const Teller *teller) {
  const char *const words[] = {"deposits", "withdraws", "closes"};
  write_format(&tale, " %s %s", teller->name, words[teller->doing]);
  if (teller->doing != CLOSE) write_format(&tale, " %" PRId64, teller->amount);
  write_text(&tale, ".");
}

// The first is held at its point number `hold_at`, and the second goes as far
// as it can. False: the first was done before it came to that point.
static bool in_between(Teller first, Teller second, int hold_at) {
  Drawer drawer = {.money = OPENING, .told = true};
  Account *account = account_new(&drawer);
  tale = writer_over(tale_text, sizeof tale_text);
  write_format(&tale, "In the drawer are %d.", OPENING);
  announce(&first);
  announce(&second);
  write_text(&tale, " Then:");
  first.account = second.account = account;

  hand_start_held(&first.hand, first.name, work, &first, hold_at);
  bool held = hand_settle(&first.hand) == HAND_HELD;
  hand_start(&second.hand, second.name, work, &second);
  (void)hand_settle(&second.hand);  // done, or it waits for the first
  hand_join(&first.hand);
  hand_join(&second.hand);

  judge_tell("%s", tale_text);
  EXPECT_NUMBER("what is in the drawer when both are done", drawer.money,
                OPENING + first.in + second.in - first.out - second.out);
  EXPECT("there should never be less than nothing in the drawer",
         drawer.money >= 0);
  account_free(account);
  return held;
}

static void each_in_the_middle_of_the_other(Teller ann, Teller bob) {
  for (int at = 1; in_between(ann, bob, at); at++) continue;
  for (int at = 1; in_between(bob, ann, at); at++) continue;
}

static void one_teller_alone_finds_all_right(void) {
  i64 before = mem_live();
  Drawer drawer = {.money = OPENING};
  Account *account = account_new(&drawer);
  EXPECT_NUMBER("the balance, at first", account_balance(account), 100);
  account_deposit(account, 50);
  EXPECT_NUMBER("the balance after 50 came to 100", account_balance(account),
                150);
  EXPECT("150 should be enough for 30", account_withdraw(account, 30));
  EXPECT("120 should not be enough for 121", !account_withdraw(account, 121));
  account_deposit(account, 1);
  EXPECT_NUMBER("the balance after a refused withdrawal and a deposit of 1",
                account_balance(account), 121);
  EXPECT("121 should be enough for 121", account_withdraw(account, 121));
  account_deposit(account, 7);
  EXPECT_NUMBER("what account_close takes out", account_close(account), 7);
  EXPECT_NUMBER("the balance after that", account_balance(account), 0);
  account_free(account);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static const Teller ann_deposits = {"Ann", DEPOSIT, 10, NULL, 0, 0, {0}};
static const Teller bob_deposits = {"Bob", DEPOSIT, 50, NULL, 0, 0, {0}};
static const Teller bob_withdraws = {"Bob", WITHDRAW, 30, NULL, 0, 0, {0}};
static const Teller ann_withdraws = {"Ann", WITHDRAW, 80, NULL, 0, 0, {0}};
static const Teller bob_withdraws_much = {"Bob", WITHDRAW, 80, NULL, 0, 0, {0}};
static const Teller ann_closes = {"Ann", CLOSE, 0, NULL, 0, 0, {0}};
static const Teller bob_closes = {"Bob", CLOSE, 0, NULL, 0, 0, {0}};

static void two_deposits_lose_nothing(void) {
  each_in_the_middle_of_the_other(ann_deposits, bob_deposits);
}

static void a_withdrawal_and_a_deposit_lose_nothing(void) {
  each_in_the_middle_of_the_other(ann_deposits, bob_withdraws);
}

static void two_withdrawals_never_take_more_than_there_is(void) {
  each_in_the_middle_of_the_other(ann_withdraws, bob_withdraws_much);
}

static void what_is_closed_is_paid_out_once(void) {
  each_in_the_middle_of_the_other(ann_closes, bob_deposits);
  each_in_the_middle_of_the_other(ann_closes, bob_withdraws);
  each_in_the_middle_of_the_other(ann_closes, bob_closes);
}

static void an_account_does_not_hold_up_another(void) {
  Drawer drawers[2] = {{.money = OPENING}, {.money = OPENING}};
  Teller ann = ann_deposits;
  Teller bob = bob_deposits;
  ann.account = account_new(&drawers[0]);
  bob.account = account_new(&drawers[1]);
  hand_start_held(&ann.hand, "Ann", work, &ann, 1);
  (void)hand_settle(&ann.hand);
  hand_start(&bob.hand, "Bob", work, &bob);
  EXPECT(
      "Ann is in the middle of a deposit to her account, and Bob's deposit "
      "to another account should not have to wait for her",
      hand_settle(&bob.hand) == HAND_DONE);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  account_free(ann.account);
  account_free(bob.account);
}

// Free running, for the thread sanitizer; the money never runs out here.
enum { TIMES = 300 };

static void work_all_day(void *arg) {
  Teller *teller = arg;
  for (int i = 0; i < TIMES; i++) {
    account_deposit(teller->account, 3);
    if (account_withdraw(teller->account, 2)) teller->out += 2;
  }
}

static void look_all_day(void *arg) {
  Teller *teller = arg;
  for (int i = 0; i < TIMES; i++) {
    teller->in += account_balance(teller->account) >= 0;
  }
}

static void many_tellers_at_once_are_right_too(void) {
  Drawer drawer = {.money = OPENING};
  Account *account = account_new(&drawer);
  Teller ann = {.name = "Ann", .account = account};
  Teller bob = {.name = "Bob", .account = account};
  Teller onlooker = {.name = "onlooker", .account = account};
  hand_start(&onlooker.hand, "onlooker", look_all_day, &onlooker);
  hand_start(&ann.hand, "Ann", work_all_day, &ann);
  hand_start(&bob.hand, "Bob", work_all_day, &bob);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  hand_join(&onlooker.hand);
  EXPECT_NUMBER("the balance, after 600 deposits of 3",
                account_balance(account),
                OPENING + (i64)2 * TIMES * 3 - ann.out - bob.out);
  account_free(account);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_teller_alone_finds_all_right),
                         CASE(two_deposits_lose_nothing),
                         CASE(a_withdrawal_and_a_deposit_lose_nothing),
                         CASE(two_withdrawals_never_take_more_than_there_is),
                         CASE(what_is_closed_is_paid_out_once),
                         CASE(an_account_does_not_hold_up_another),
                         CASE(many_tellers_at_once_are_right_too),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
