// Transfers that go through, and that have to wait; then a teller who is held
// between two looks at a drawer, where others can come in.
#include "../judge.h"
#include "../stage.h"
#include "bank.h"
#include "base/mem.h"

enum { MOST = 4, OPENING = 100 };

static i64 money[MOST];  // guarded by the learner, or not

i64 drawer_read(int drawer) {
  i64 found = money[drawer];
  hand_point();
  return found;
}

void drawer_write(int drawer, i64 left) {
  money[drawer] = left;
  hand_point();
}

typedef struct Teller {
  Bank *bank;
  int from;
  int to;
  i64 amount;
  i64 total;  // what an auditor has found
  Hand hand;
} Teller;

static void transfer(void *arg) {
  Teller *teller = arg;
  bank_transfer(teller->bank, teller->from, teller->to, teller->amount);
}

static void audit(void *arg) {
  Teller *auditor = arg;
  auditor->total = bank_total(auditor->bank);
}

static Bank *bank_with(int count) {
  for (int i = 0; i < MOST; i++) money[i] = OPENING;
  return bank_new(count);
}

static void expect_money(int drawer, i64 expected) {
  static const char *const what[] = {
      "what is in drawer 0", "what is in drawer 1", "what is in drawer 2",
      "what is in drawer 3"};
  EXPECT_NUMBER(what[drawer], money[drawer], expected);
}

static void one_teller_alone_moves_money(void) {
  i64 before = mem_live();
  Bank *bank = bank_with(3);
  judge_tell("There are three accounts with 100 each.");
  EXPECT_NUMBER("what bank_total finds", bank_total(bank), 300);
  bank_transfer(bank, 0, 1, 30);
  bank_transfer(bank, 2, 0, 100);
  judge_tell(
      "There were three accounts with 100 each. 30 went from 0 to 1, and "
      "100 from 2 to 0.");
  expect_money(0, 170);
  expect_money(1, 130);
  expect_money(2, 0);
  EXPECT_NUMBER("what bank_total finds", bank_total(bank), 300);
  bank_free(bank);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void settle_done(Teller *teller, const char *what) {
  EXPECT(what, hand_settle(&teller->hand) == HAND_DONE);
  hand_join(&teller->hand);
}

static void to_oneself_changes_nothing(void) {
  Bank *bank = bank_with(2);
  Teller ann = {.bank = bank, .from = 1, .to = 1, .amount = 40};
  judge_tell("There are 100 in account 1. Ann transfers 40 from it to itself.");
  hand_start(&ann.hand, "Ann", transfer, &ann);
  settle_done(&ann, "she has what it takes, and should get done");
  expect_money(1, 100);
  bank_free(bank);
}

static void who_finds_too_little_waits_for_it(void) {
  Bank *bank = bank_with(3);
  Teller ann = {.bank = bank, .from = 1, .to = 0, .amount = 120};
  judge_tell("There are 100 in each account. Ann transfers 120 from 1 to 0.");
  hand_start(&ann.hand, "Ann", transfer, &ann);
  EXPECT("there is too little, and Ann should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  expect_money(0, 100);
  expect_money(1, 100);
  Teller bob = {.bank = bank, .from = 2, .to = 1, .amount = 10};
  judge_tell(
      "Ann waits for 120 in account 1, where there are 100. Bob pays in "
      "10 from account 2.");
  hand_start(&bob.hand, "Bob", transfer, &bob);
  settle_done(&bob, "Bob should not have to wait for Ann");
  EXPECT("110 are not 120, and Ann should wait on",
         hand_settle(&ann.hand) == HAND_WAITS);
  bank_transfer(bank, 2, 1, 10);
  judge_tell("Ann waited for 120 in account 1. Twice 10 came from account 2.");
  settle_done(&ann, "there are 120, and Ann should be woken");
  expect_money(0, 220);
  expect_money(1, 0);
  expect_money(2, 80);
  bank_free(bank);
}

// Ann waits for more in account `from`; Bob, an auditor too, use the account
// that she will pay into.
static void others_use_the_target(int from, int to) {
  Bank *bank = bank_with(3);
  Teller ann = {.bank = bank, .from = from, .to = to, .amount = 120};
  judge_tell(
      "There are 100 in each account. Ann waits for 120 in account %d, "
      "and will pay into account %d. Meanwhile others use that one.",
      from, to);
  hand_start(&ann.hand, "Ann", transfer, &ann);
  (void)hand_settle(&ann.hand);
  Teller bob = {.bank = bank, .from = to, .to = 2, .amount = 50};
  hand_start(&bob.hand, "Bob", transfer, &bob);
  settle_done(&bob, "Bob should be able to take something out of it");
  Teller auditor = {.bank = bank};
  hand_start(&auditor.hand, "auditor", audit, &auditor);
  settle_done(&auditor, "the auditor should not have to wait");
  EXPECT_NUMBER("what the auditor finds", auditor.total, 300);
  bank_transfer(bank, 2, from, 20);
  settle_done(&ann, "there are 120, and Ann should be woken");
  expect_money(from, 0);
  expect_money(to, 170);
  bank_free(bank);
}

static void who_waits_keeps_no_lock(void) {
  others_use_the_target(0, 1);
  others_use_the_target(1, 0);
}

static void to_oneself_waits_as_well(void) {
  Bank *bank = bank_with(2);
  Teller ann = {.bank = bank, .from = 1, .to = 1, .amount = 120};
  judge_tell(
      "There are 100 in account 1. Ann transfers 120 from it to itself, "
      "and waits. Then 20 are paid in.");
  hand_start(&ann.hand, "Ann", transfer, &ann);
  EXPECT("there is too little, and Ann should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  bank_transfer(bank, 0, 1, 20);
  settle_done(&ann, "there are 120, and Ann should be woken");
  expect_money(1, 120);
  bank_free(bank);
}

static void all_who_wait_are_woken(void) {
  Bank *bank = bank_with(3);
  Teller ann = {.bank = bank, .from = 0, .to = 1, .amount = 190};
  Teller bob = {.bank = bank, .from = 0, .to = 2, .amount = 110};
  judge_tell(
      "There are 100 in each account. Ann waits for 190 in account 0, then Bob "
      "for 110 there. Then 20 are paid in.");
  hand_start(&ann.hand, "Ann", transfer, &ann);
  (void)hand_settle(&ann.hand);
  hand_start(&bob.hand, "Bob", transfer, &bob);
  (void)hand_settle(&bob.hand);
  bank_transfer(bank, 1, 0, 20);
  settle_done(&bob, "120 are enough for Bob, and he should be woken");
  judge_tell(
      "Ann waits for 190 in account 0. Bob has left 10 there; then 180 "
      "are paid in.");
  bank_transfer(bank, 2, 0, 180);
  settle_done(&ann, "now there are 190, and Ann should be woken");
  expect_money(0, 0);
  bank_free(bank);
}

// The first is held at its point number `at`, if it comes to one. Meanwhile the
// other one does what it can.
static bool held_while(void (*act)(void *arg), Teller other, int at) {
  Bank *bank = bank_with(3);
  Teller ann = {.bank = bank, .from = 0, .to = 1, .amount = 30};
  other.bank = bank;
  hand_start_held(&ann.hand, "Ann", transfer, &ann, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  hand_start(&other.hand, "Bob", act, &other);
  (void)hand_settle(&other.hand);  // done, or it waits for Ann
  hand_join(&ann.hand);
  hand_join(&other.hand);
  if (act == audit) {
    EXPECT_NUMBER("what the auditor finds", other.total, 300);
  }
  EXPECT_NUMBER("all the money at the end", money[0] + money[1] + money[2],
                300);
  bank_free(bank);
  return held;
}

static void nobody_sees_money_on_its_way(void) {
  judge_tell(
      "There are 100 in each of three accounts. Ann transfers 30 from 0 "
      "to 1, and is held in the middle. Meanwhile the auditor adds up.");
  for (int at = 1; held_while(audit, (Teller){.from = 0}, at); at++) continue;
}

static void two_transfers_lose_nothing(void) {
  judge_tell(
      "There are 100 in each of three accounts. Ann transfers 30 from 0 "
      "to 1, and is held in the middle. Meanwhile Bob transfers 50.");
  const Teller ways[] = {{.from = 1, .to = 0, .amount = 50},
                         {.from = 0, .to = 1, .amount = 50},
                         {.from = 2, .to = 1, .amount = 50}};
  for (int i = 0; i < 3; i++) {
    for (int at = 1; held_while(transfer, ways[i], at); at++) continue;
  }
}

static void other_accounts_are_not_held_up(void) {
  Bank *bank = bank_with(4);
  Teller ann = {.bank = bank, .from = 0, .to = 1, .amount = 30};
  Teller bob = {.bank = bank, .from = 3, .to = 2, .amount = 30};
  judge_tell(
      "Ann is in the middle of a transfer from account 0 to 1. Bob "
      "transfers from 3 to 2.");
  hand_start_held(&ann.hand, "Ann", transfer, &ann, 1);
  (void)hand_settle(&ann.hand);
  hand_start(&bob.hand, "Bob", transfer, &bob);
  EXPECT("Bob's accounts are others, and he should not have to wait",
         hand_settle(&bob.hand) == HAND_DONE);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  bank_free(bank);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_teller_alone_moves_money),
                         CASE(who_finds_too_little_waits_for_it),
                         CASE(who_waits_keeps_no_lock),
                         CASE(to_oneself_changes_nothing),
                         CASE(to_oneself_waits_as_well),
                         CASE(all_who_wait_are_woken),
                         CASE(nobody_sees_money_on_its_way),
                         CASE(two_transfers_lose_nothing),
                         CASE(other_accounts_are_not_held_up),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
