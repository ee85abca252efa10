// Runs that fail for a reason that is known here, and what is left of them.
#include <stdio.h>
#include <string.h>

#include "../judge.h"
#include "shrink.h"

enum { MOST = 512 };

// A run that is given to be shrunk, and why it fails.
typedef struct Crime {
  bool (*fails)(const int *choices);  // of MOST, with zeros behind
  int given[MOST];
  size_t count;
  long asked;
  bool stranger;  // asked about what is not the given run with zeros in it
} Crime;

static bool fails(void *context, const int *choices, size_t count) {
  Crime *crime = context;
  int all[MOST] = {0};
  crime->asked++;
  crime->stranger = crime->stranger || count > crime->count;
  for (size_t i = 0; i < count && i < MOST; i++) {
    all[i] = choices[i];
    crime->stranger =
        crime->stranger || (all[i] != 0 && all[i] != crime->given[i]);
  }
  return crime->fails(all);
}

// "1 0 2", as it is typed.
static void write_row(char *text, size_t size, const int *choices,
                      size_t count) {
  text[0] = '\0';
  for (size_t i = 0; i < count; i++) {
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%d", i > 0 ? " " : "", choices[i]);
  }
}

static void expect_shrunk(bool (*why)(const int *), const int *given,
                          size_t count, const char *expected) {
  Crime crime = {.fails = why, .count = count};
  int choices[16] = {0};
  char text[64];
  memcpy(crime.given, given, count * sizeof *given);
  memcpy(choices, given, count * sizeof *given);
  write_row(text, sizeof text, given, count);
  judge_tell("The run %s is given.", text);
  size_t left = shrink(choices, count, fails, &crime);
  EXPECT("it should be no longer than it was", left <= count);
  write_row(text, sizeof text, choices, left);
  EXPECT_TEXT("the choices that are left", text, expected);
  EXPECT("only the given run with some choices set to 0 should be asked about",
         !crime.stranger);
}

static bool with_the_third(const int *choices) {
  return choices[2] == 2;
}

static void what_does_not_matter_is_set_to_0(void) {
  expect_shrunk(with_the_third, (int[]){1, 1, 2}, 3, "0 0 2");
}

static void zeros_at_the_end_are_cut_off(void) {
  expect_shrunk(with_the_third, (int[]){1, 1, 2, 1, 0, 3}, 6, "0 0 2");
}

static bool with_two(const int *choices) {
  return choices[0] == 1 && choices[4] == 3;
}

static void what_matters_only_together_is_kept(void) {
  expect_shrunk(with_two, (int[]){1, 2, 1, 1, 3}, 5, "1 0 0 0 3");
}

// The third is needed only as long as the sixth is not 0.
static bool with_help(const int *choices) {
  return choices[0] == 1 && (choices[5] == 0 || choices[2] == 1);
}

static void what_becomes_needless_later_is_set_to_0_too(void) {
  expect_shrunk(with_help, (int[]){1, 1, 1, 1, 1, 1}, 6, "1");
}

static bool always(const int *choices) {
  (void)choices;
  return true;
}

static void of_a_run_that_always_fails_nothing_is_left(void) {
  expect_shrunk(always, (int[]){3, 1, 4, 1}, 4, "");
  expect_shrunk(always, (int[]){0}, 0, "");
}

static void what_is_plain_already_stays_as_it_is(void) {
  expect_shrunk(with_two, (int[]){1, 0, 0, 0, 3}, 5, "1 0 0 0 3");
}

static bool with_three_far_apart(const int *choices) {
  return choices[7] == 1 && choices[200] == 1 && choices[MOST - 1] == 1;
}

static void a_long_run_is_done_in_few_runs(void) {
  Crime crime = {.fails = with_three_far_apart, .count = MOST};
  int choices[MOST];
  for (size_t i = 0; i < MOST; i++) choices[i] = crime.given[i] = 1;
  judge_tell("A run of %d choices is given, of which three matter.", MOST);
  size_t left = shrink(choices, MOST, fails, &crime);
  int sum = 0;
  for (size_t i = 0; i < left; i++) sum += choices[i];
  EXPECT_NUMBER("how many choices are not 0", sum, 3);
  EXPECT("it should ask about at most four runs a choice",
         crime.asked <= 4L * MOST);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(what_does_not_matter_is_set_to_0),
                         CASE(what_matters_only_together_is_kept),
                         CASE(zeros_at_the_end_are_cut_off),
                         CASE(what_becomes_needless_later_is_set_to_0_too),
                         CASE(of_a_run_that_always_fails_nothing_is_left),
                         CASE(what_is_plain_already_stays_as_it_is),
                         CASE(a_long_run_is_done_in_few_runs),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
