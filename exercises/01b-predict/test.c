// Schedules, and what becomes of the account.
#include <string.h>

#include "../judge.h"
#include "predict.h"

static void expect(const char *schedule, long without, long with) {
  judge_tell("The schedule is %s.", schedule);
  EXPECT_NUMBER("the balance without a lock", balance_without_lock(schedule),
                without);
  EXPECT_NUMBER("the balance with a lock", balance_with_lock(schedule), with);
}

static void one_teller_pays_in(void) {
  expect("AA", 110, 110);
  expect("BB", 150, 150);
  expect("CC", 200, 200);
}

static void one_after_the_other_loses_nothing(void) {
  expect("AABB", 160, 160);
  expect("BBAACC", 260, 260);
}

// With a lock one of them has lost its turns, and has yet to pay in.
static void who_writes_last_wins(void) {
  expect("ABBA", 110, 110);
  expect("ABAB", 150, 110);
  expect("BAAB", 150, 150);
  expect("ABCCBA", 110, 110);
  expect("CABBAC", 200, 200);
}

static void what_was_read_only_pays_in_nothing(void) {
  expect("A", 100, 100);
  expect("AAB", 110, 110);
  expect("", 100, 100);
}

static void the_next_deposit_reads_anew(void) {
  expect("AAAA", 120, 120);
  expect("AABBAA", 170, 170);
  expect("AAABBA", 120, 120);
}

static void who_lost_a_turn_can_use_the_next(void) {
  expect("ABABB", 150, 160);
  expect("ABCABBCC", 200, 260);
  expect("BABAAA", 120, 160);
}

// All rows of the three letters of a length: the last written is a sum of
// amounts above the opening balance, and with the lock nothing is ever lost.
enum { LENGTH = 7, ROWS = 2187 };

static long deposits_with_lock(const char *row) {
  static const long amounts[] = {10, 50, 100};
  long sum = OPENING;
  int holder = -1;
  for (; *row != '\0'; row++) {
    int who = *row - 'A';
    if (holder == who) {
      sum += amounts[who];
      holder = -1;
    } else if (holder < 0) {
      holder = who;
    }
  }
  return sum;
}

static void with_a_lock_no_schedule_loses_a_deposit(void) {
  char row[LENGTH + 1] = {0};
  for (int number = 0; number < ROWS; number++) {
    int rest = number;
    for (int i = 0; i < LENGTH; i++, rest /= 3) row[i] = (char)('A' + rest % 3);
    judge_tell("The schedule is %s.", row);
    EXPECT_NUMBER("the balance with a lock", balance_with_lock(row),
                  deposits_with_lock(row));
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_teller_pays_in),
                         CASE(one_after_the_other_loses_nothing),
                         CASE(who_writes_last_wins),
                         CASE(what_was_read_only_pays_in_nothing),
                         CASE(the_next_deposit_reads_anew),
                         CASE(who_lost_a_turn_can_use_the_next),
                         CASE(with_a_lock_no_schedule_loses_a_deposit),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
