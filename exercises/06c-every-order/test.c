// Programs whose runs can be counted, and all of their runs.
#include <stdio.h>
#include <string.h>

#include "../judge.h"
#include "tape.h"

enum { RUNS_MOST = 300, TEXT = 80 };

// Writes what it did, and asks the tape.
typedef void Program(Tape *tape, char *text);

static char seen[RUNS_MOST][TEXT];
static int runs;

static void put(char *text, char letter) {
  size_t length = strlen(text);
  if (length + 1 < TEXT) {
    text[length] = letter;
    text[length + 1] = '\0';
  }
}

// All of them; one more than RUNS_MOST is none too many.
static void run_all(Program *program) {
  Tape tape = {.length = 0};
  runs = 0;
  do {
    seen[runs][0] = '\0';
    program(&tape, seen[runs]);
    runs++;
  } while (runs < RUNS_MOST && tape_next(&tape));
}

static void expect_all_different(void) {
  for (int i = 0; i < runs; i++) {
    for (int k = 0; k < i; k++) {
      judge_tell("Run %d did %s, and so did run %d.", k + 1, seen[k], i + 1);
      EXPECT("no run should be made twice", strcmp(seen[i], seen[k]) != 0);
    }
  }
  judge_tell("%s", "");
}

static void expect_runs(const char *what, Program *program, int expected) {
  run_all(program);
  expect_all_different();
  EXPECT_NUMBER(what, runs, expected);
}

static void choose_letter(Tape *tape, char *text, int options) {
  put(text, (char)('a' + tape_choose(tape, options)));
}

static void one_of_two(Tape *tape, char *text) {
  choose_letter(tape, text, 2);
}

static void a_choice_of_two_makes_two_runs(void) {
  expect_runs("runs of a choice of two", one_of_two, 2);
  EXPECT_TEXT("the first run", seen[0], "a");
  EXPECT_TEXT("the second run", seen[1], "b");
}

static void nothing(Tape *tape, char *text) {
  (void)tape;
  put(text, '-');
}

static void what_asks_nothing_has_one_run(void) {
  expect_runs("runs of a program without a choice", nothing, 1);
}

static void no_alternative(Tape *tape, char *text) {
  for (int i = 0; i < 5; i++) choose_letter(tape, text, 1);
}

static void one_option_is_no_choice(void) {
  expect_runs("runs where there is one option each time", no_alternative, 1);
}

static void two_then_three(Tape *tape, char *text) {
  choose_letter(tape, text, 2);
  choose_letter(tape, text, 3);
}

static void two_times_three_runs_come_in_order(void) {
  static const char *const all[] = {"aa", "ab", "ac", "ba", "bb", "bc"};
  expect_runs("runs of a choice of two and one of three", two_then_three, 6);
  for (int i = 0; i < 6; i++) EXPECT_TEXT("the next run", seen[i], all[i]);
}

// What may be chosen next depends on what was chosen before.
static void uneven(Tape *tape, char *text) {
  int first = tape_choose(tape, 3);
  put(text, (char)('a' + first));
  for (int i = 0; i < first; i++) choose_letter(tape, text, 4 - first);
}

static void a_later_run_may_be_longer_or_shorter(void) {
  expect_runs("runs: one, then three, then four", uneven, 1 + 3 + 4);
}

// Two actors with four messages each.
static void interleave(Tape *tape, char *text) {
  int left[2] = {4, 4};
  while (left[0] + left[1] > 0) {
    int both = left[0] > 0 && left[1] > 0;
    int chosen = tape_choose(tape, both ? 2 : 1);
    int who = both ? chosen : left[1] > 0;
    left[who]--;
    put(text, who == 0 ? 'A' : 'B');
  }
}

static void two_actors_with_four_turns_each_have_70_orders(void) {
  expect_runs("orders of AAAABBBB", interleave, 70);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_choice_of_two_makes_two_runs),
                         CASE(what_asks_nothing_has_one_run),
                         CASE(one_option_is_no_choice),
                         CASE(two_times_three_runs_come_in_order),
                         CASE(a_later_run_may_be_longer_or_shorter),
                         CASE(two_actors_with_four_turns_each_have_70_orders),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
