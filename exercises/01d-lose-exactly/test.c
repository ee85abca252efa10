// Schedules are asked for, and played. For a few slips all schedules there are
// say what can be.
#include <stdlib.h>
#include <string.h>

#include "../judge.h"
#include "base/check.h"
#include "lose.h"

enum { MANY = 40, FEW = 3 };

typedef struct Teller {
  bool has_read;
  long seen;
  int steps;
} Teller;

static void step(Teller *teller, long *balance) {
  if (teller->has_read) {
    *balance = teller->seen + 1;
  } else {
    teller->seen = *balance;
  }
  teller->has_read = !teller->has_read;
  teller->steps++;
}

// Exactly as large as promised, so that what is too long is found.
static char *room_for(int slips) {
  char *schedule = malloc(4 * (size_t)slips + 1);
  CHECK(schedule != NULL);
  memset(schedule, '?', 4 * (size_t)slips + 1);
  return schedule;
}

static void expect_played(int slips, long total, const char *schedule) {
  size_t most = 4 * (size_t)slips;
  judge_tell(
      "Each has %d %s, and the day is to end at %ld. The schedule is %.*s.",
      slips, slips == 1 ? "slip" : "slips", total, (int)most, schedule);
  EXPECT("there should be a 0 behind the letters, and in the room there is",
         memchr(schedule, '\0', most + 1) != NULL);
  Teller tellers[2] = {{.has_read = false}};
  long balance = 0;
  for (const char *at = schedule; *at != '\0'; at++) {
    EXPECT("each letter should be A or B", *at == 'A' || *at == 'B');
    step(&tellers[*at == 'B'], &balance);
  }
  EXPECT_NUMBER("how many steps A takes", tellers[0].steps, 2 * slips);
  EXPECT_NUMBER("how many steps B takes", tellers[1].steps, 2 * slips);
  EXPECT_NUMBER("the balance after the schedule", balance, total);
}

static void expect_possible(int slips, long total) {
  char *schedule = room_for(slips);
  judge_tell("Each has %d %s, and the day is to end at %ld.", slips,
             slips == 1 ? "slip" : "slips", total);
  bool found = schedule_for(slips, total, schedule);
  EXPECT("a schedule ends with that balance, and schedule_for should find one",
         found);
  expect_played(slips, total, schedule);
  free(schedule);
}

static void expect_impossible(int slips, long total) {
  char *schedule = room_for(slips);
  judge_tell("Each has %d %s, and the day is to end at %ld.", slips,
             slips == 1 ? "slip" : "slips", total);
  bool found = schedule_for(slips, total, schedule);
  EXPECT("no schedule ends with that balance, and schedule_for should say so",
         !found);
  free(schedule);
}

static void one_slip_each_loses_nothing_or_one(void) {
  expect_possible(1, 2);
  expect_possible(1, 1);
}

static void nothing_has_to_be_lost(void) {
  for (int slips = 1; slips <= MANY; slips++)
    expect_possible(slips, 2L * slips);
}

static void as_much_can_be_lost_as_one_teller_pays_in(void) {
  for (int slips = 1; slips <= MANY; slips++) {
    for (long lost = 1; lost <= slips; lost++) {
      expect_possible(slips, 2L * slips - lost);
    }
  }
}

static void more_cannot_be_paid_in_than_there_is(void) {
  for (int slips = 1; slips <= MANY; slips++) {
    expect_impossible(slips, 2L * slips + 1);
    expect_impossible(slips, 4L * slips);
  }
}

// What is written is what was read, which is not below 0, and 1 more.
static void nobody_can_end_with_nothing(void) {
  for (int slips = 1; slips <= MANY; slips++) {
    expect_impossible(slips, 0);
    expect_impossible(slips, -slips);
  }
}

// Which balances all whole schedules end with; can[i] for the balance i.
static void play_all(int slips, Teller a, Teller b, long balance, bool *can) {
  if (a.steps == 2 * slips && b.steps == 2 * slips) can[balance] = true;
  Teller next = a;
  long after = balance;
  if (a.steps < 2 * slips) {
    step(&next, &after);
    play_all(slips, next, b, after, can);
  }
  next = b;
  after = balance;
  if (b.steps < 2 * slips) {
    step(&next, &after);
    play_all(slips, a, next, after, can);
  }
}

static void all_schedules_of_a_few_slips_agree(void) {
  for (int slips = 1; slips <= FEW; slips++) {
    bool can[2 * FEW + 1] = {false};
    play_all(slips, (Teller){.steps = 0}, (Teller){.steps = 0}, 0, can);
    for (long total = 0; total <= 2 * slips; total++) {
      if (can[total]) {
        expect_possible(slips, total);
      } else {
        expect_impossible(slips, total);
      }
    }
  }
}

static void every_balance_that_can_be_is_found(void) {
  for (int slips = 2; slips <= MANY; slips++) {
    for (long total = 2; total <= 2 * slips; total++) {
      expect_possible(slips, total);
    }
    expect_impossible(slips, 1);
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_slip_each_loses_nothing_or_one),
                         CASE(nothing_has_to_be_lost),
                         CASE(more_cannot_be_paid_in_than_there_is),
                         CASE(nobody_can_end_with_nothing),
                         CASE(as_much_can_be_lost_as_one_teller_pays_in),
                         CASE(all_schedules_of_a_few_slips_agree),
                         CASE(every_balance_that_can_be_is_found),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
