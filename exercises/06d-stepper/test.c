// Programs whose runs are known, played by tapes, by chance, and again. All
// that happens is written into one text.
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../judge.h"
#include "base/mem.h"
#include "stepper.h"

enum { TEXT = 4000 };

static char page[TEXT];  // what happened, " A1 B1 A2"

static void write_down(const char *format, ...) PRINTF_LIKE(1, 2);

static void write_down(const char *format, ...) {
  va_list values;
  size_t used = strlen(page);
  va_start(values, format);
  vsnprintf(page + used, TEXT - used, format, values);
  va_end(values);
}

static Stepper *begin(void) {
  page[0] = '\0';
  return stepper_new();
}

static void expect_end(StepperEnd seen, StepperEnd expected) {
  static const char *const names[] = {"STEPPER_QUIET", "STEPPER_DIVERGED",
                                      "STEPPER_LONG"};
  EXPECT_TEXT("how the run ended", names[seen], names[expected]);
}

static void expect_page(const char *expected) {
  EXPECT_TEXT("who handled what", page[0] == ' ' ? page + 1 : page, expected);
}

static void expect_tape(const Stepper *stepper, const char *expected) {
  const int *choices = NULL;
  char text[TEXT] = "";
  int count = stepper_tape(stepper, &choices);
  for (int i = 0; i < count; i++) {
    size_t used = strlen(text);
    snprintf(text + used, TEXT - used, "%s%d", i > 0 ? " " : "", choices[i]);
  }
  EXPECT_TEXT("the tape", text, expected);
}

// ---- Actors who write down what they handle ----

static void writing(Stepper *stepper, void *state, int message) {
  (void)stepper;
  write_down(" %s%d", (const char *)state, message);
}

static char names[STEPPER_ACTORS][2] = {"A", "B", "C", "D"};

// Ann, Bob and Carl, with so many messages each.
static void three(Stepper *stepper, int ann, int bob, int carl) {
  const int messages[] = {ann, bob, carl};
  for (int i = 0; i < 3; i++) {
    int actor = stepper_spawn(stepper, writing, names[i]);
    for (int k = 1; k <= messages[i]; k++) stepper_tell(stepper, actor, k);
  }
}

static void without_a_tape_the_first_goes_on(void) {
  Stepper *stepper = begin();
  three(stepper, 2, 0, 2);
  expect_end(stepper_play(stepper, NULL, 0), STEPPER_QUIET);
  expect_page("A1 A2 C1 C2");
  stepper_free(stepper);
}

static void there_is_room_for_so_many_actors(void) {
  Stepper *stepper = begin();
  for (int i = 0; i < STEPPER_ACTORS; i++) {
    EXPECT_NUMBER("the number of the next actor",
                  stepper_spawn(stepper, writing, names[i]), i);
    stepper_tell(stepper, i, 1);
  }
  judge_tell("A, B, C and D have one message, and 3 2 1 is played.");
  expect_end(stepper_play(stepper, (int[]){3, 2, 1}, 3), STEPPER_QUIET);
  expect_page("D1 C1 B1 A1");
  stepper_free(stepper);
}

static void a_tape_says_who_is_next(void) {
  Stepper *stepper = begin();
  three(stepper, 1, 2, 2);
  judge_tell("A has one message, B and C have two, and 2 1 0 is played.");
  expect_end(stepper_play(stepper, (int[]){2, 1, 0}, 3), STEPPER_QUIET);
  expect_page("C1 B1 A1 B2 C2");
  stepper_free(stepper);
  stepper = begin();
  three(stepper, 1, 2, 2);
  judge_tell("A has one message, B and C have two, and 0 1 0 1 0 is played.");
  expect_end(stepper_play(stepper, (int[]){0, 1, 0, 1, 0}, 5), STEPPER_QUIET);
  expect_page("A1 C1 B1 C2 B2");
  stepper_free(stepper);
}

static void what_was_chosen_is_on_the_tape(void) {
  Stepper *stepper = begin();
  three(stepper, 2, 1, 1);
  expect_tape(stepper, "");
  judge_tell("A has two messages, B and C have one, and 2 1 is played.");
  expect_end(stepper_play(stepper, (int[]){2, 1}, 2), STEPPER_QUIET);
  expect_tape(stepper, "2 1 0 0");
  stepper_free(stepper);
}

static void diverges(const int *choices, int count, const char *expected_tape,
                     const char *expected_page, const char *story) {
  Stepper *stepper = begin();
  three(stepper, 1, 0, 1);
  judge_tell("A and C have one message, and %s is played.", story);
  expect_end(stepper_play(stepper, choices, count), STEPPER_DIVERGED);
  expect_page(expected_page);
  expect_tape(stepper, expected_tape);
  stepper_free(stepper);
}

static void who_is_not_there_cannot_be_chosen(void) {
  diverges((int[]){2}, 1, "", "", "2");
  diverges((int[]){1, 1, 0}, 3, "1", "C1", "1 1 0");
  diverges((int[]){0, -1}, 2, "0", "A1", "0 -1");
}

static void equal_seeds_give_equal_runs(void) {
  char first[TEXT];
  for (u64 seed = 0; seed < 20; seed++) {
    for (int time = 0; time < 2; time++) {
      Stepper *stepper = begin();
      three(stepper, 4, 4, 4);
      expect_end(stepper_run(stepper, seed), STEPPER_QUIET);
      stepper_free(stepper);
      if (time == 0) memcpy(first, page, sizeof first);
    }
    judge_tell("Seed %d was run a second time.", (int)seed);
    EXPECT_TEXT("who handled what", page, first);
  }
}

// Two actors with three messages each have 20 orders.
static void chance_comes_to_every_order(void) {
  enum { ORDERS = 20, SEEDS = 1000 };
  static char seen[ORDERS][TEXT];
  int count = 0;
  for (u64 seed = 0; seed < SEEDS; seed++) {
    Stepper *stepper = begin();
    three(stepper, 3, 3, 0);
    expect_end(stepper_run(stepper, seed), STEPPER_QUIET);
    stepper_free(stepper);
    int i = 0;
    while (i < count && strcmp(seen[i], page) != 0) i++;
    EXPECT("there should be no more than 20 orders", i < ORDERS);
    if (i == count) memcpy(seen[count++], page, sizeof page);
  }
  judge_tell("1000 seeds, and two actors with three messages each.");
  EXPECT_NUMBER("different orders seen", count, ORDERS);
}

// ---- The bank of chapter 6 ----

enum { BANK, ANN, BOB };

// A teller is told what to pay in, and then the balance. The bank is asked by
// a message below 0, and told the balance by one of 0 or more.
static void banking(Stepper *stepper, void *state, int message) {
  int *balance = state;
  if (message < 0) {
    stepper_tell(stepper, -message, *balance);
  } else {
    *balance = message;
  }
}

typedef struct Purse {
  int number;
  int amount;  // 0: not told yet
} Purse;

static void paying(Stepper *stepper, void *state, int message) {
  Purse *purse = state;
  if (purse->amount == 0) {
    purse->amount = message;
    stepper_tell(stepper, BANK, -purse->number);
  } else {
    stepper_tell(stepper, BANK, message + purse->amount);
  }
}

typedef struct Bank {
  int balance;
  Purse ann;
  Purse bob;
  Stepper *stepper;
} Bank;

static void open_bank(Bank *bank) {
  *bank = (Bank){.ann = {.number = ANN}, .bob = {.number = BOB}};
  bank->stepper = begin();
  (void)stepper_spawn(bank->stepper, banking, &bank->balance);
  (void)stepper_spawn(bank->stepper, paying, &bank->ann);
  (void)stepper_spawn(bank->stepper, paying, &bank->bob);
  stepper_tell(bank->stepper, ANN, 10);
  stepper_tell(bank->stepper, BOB, 20);
}

static void friday_can_be_had_again(void) {
  Bank bank;
  open_bank(&bank);
  judge_tell("The bank, with no choices.");
  expect_end(stepper_play(bank.stepper, NULL, 0), STEPPER_QUIET);
  EXPECT_NUMBER("the balance", bank.balance, 30);
  stepper_free(bank.stepper);
  for (int time = 0; time < 3; time++) {
    open_bank(&bank);
    judge_tell("The bank, with the choices 0 1.");
    expect_end(stepper_play(bank.stepper, (int[]){0, 1}, 2), STEPPER_QUIET);
    EXPECT_NUMBER("the balance", bank.balance, 20);
    expect_tape(bank.stepper, "0 1 0 0 0 0 0 0");
    stepper_free(bank.stepper);
  }
}

static void a_run_by_chance_can_be_played(void) {
  int lost = 0;
  for (u64 seed = 0; seed < 100; seed++) {
    Bank bank;
    Bank again;
    const int *choices = NULL;
    open_bank(&bank);
    expect_end(stepper_run(bank.stepper, seed), STEPPER_QUIET);
    int count = stepper_tape(bank.stepper, &choices);
    judge_tell("The bank was run with seed %d, and then its tape was played.",
               (int)seed);
    EXPECT_NUMBER("choices on the tape, one for each message", count, 8);
    open_bank(&again);
    expect_end(stepper_play(again.stepper, choices, count), STEPPER_QUIET);
    EXPECT_NUMBER("the balance", again.balance, bank.balance);
    const int *repeated = NULL;
    EXPECT_NUMBER("choices on the second tape",
                  stepper_tape(again.stepper, &repeated), count);
    for (int i = 0; i < count; i++) {
      EXPECT_NUMBER("a choice on the second tape", repeated[i], choices[i]);
    }
    lost += bank.balance != 30;
    stepper_free(bank.stepper);
    stepper_free(again.stepper);
  }
  judge_tell("The bank was run with 100 seeds.");
  EXPECT("some should lose money, and some not", lost > 0 && lost < 100);
}

// ---- An end that does not come by itself ----

static void counting_down(Stepper *stepper, void *state, int message) {
  const int *me = state;
  if (message != 0) stepper_tell(stepper, *me, message - 1);
}

static StepperEnd countdown(Stepper *stepper, int *me, int turns) {
  *me = stepper_spawn(stepper, counting_down, me);
  stepper_tell(stepper, *me, turns - 1);
  return stepper_run(stepper, 1);
}

static void a_run_without_an_end_is_stopped(void) {
  const int *choices = NULL;
  int me;
  Stepper *stepper = begin();
  judge_tell("An actor tells itself something for ever.");
  expect_end(countdown(stepper, &me, 0), STEPPER_LONG);
  EXPECT_NUMBER("choices on the tape", stepper_tape(stepper, &choices),
                STEPPER_TAPE);
  stepper_free(stepper);
  stepper = begin();
  judge_tell("A run has just as many turns as the tape has room for.");
  expect_end(countdown(stepper, &me, STEPPER_TAPE), STEPPER_QUIET);
  EXPECT_NUMBER("choices on the tape", stepper_tape(stepper, &choices),
                STEPPER_TAPE);
  stepper_free(stepper);
}

// ---- Time ----

static void dating(Stepper *stepper, void *state, int message) {
  write_down(" %s%d@%" PRId64, (const char *)state, message,
             stepper_now(stepper));
}

// A, B and so on.
static void who_look_at_the_clock(Stepper *stepper, int count) {
  for (int i = 0; i < count; i++) {
    (void)stepper_spawn(stepper, dating, names[i]);
  }
}

static void the_clock_jumps_to_the_first_timer(void) {
  Stepper *stepper = begin();
  who_look_at_the_clock(stepper, 2);
  stepper_tell_after(stepper, 31536000, 1, 3);
  stepper_tell_after(stepper, 10, 0, 1);
  stepper_tell_after(stepper, 20, 1, 2);
  judge_tell("B has a timer at 31536000, A one at 10, B one at 20.");
  EXPECT_NUMBER("the time before the run", stepper_now(stepper), 0);
  expect_end(stepper_play(stepper, NULL, 0), STEPPER_QUIET);
  expect_page("A1@10 B2@20 B3@31536000");
  EXPECT_NUMBER("the time at the end", stepper_now(stepper), 31536000);
  expect_tape(stepper, "0 0 0");
  stepper_free(stepper);
}

static void time_stands_while_somebody_has_mail(void) {
  Stepper *stepper = begin();
  who_look_at_the_clock(stepper, 2);
  stepper_tell_after(stepper, 0, 0, 1);
  stepper_tell_after(stepper, 5, 0, 2);
  stepper_tell(stepper, 1, 7);
  stepper_tell(stepper, 1, 8);
  judge_tell("A has timers at 0 and 5, and B has two messages.");
  expect_end(stepper_play(stepper, NULL, 0), STEPPER_QUIET);
  expect_page("B7@0 B8@0 A1@0 A2@5");
  stepper_free(stepper);
}

static void timers_of_one_time_go_off_as_they_were_set(void) {
  Stepper *stepper = begin();
  who_look_at_the_clock(stepper, STEPPER_ACTORS);
  const i64 spans[STEPPER_TIMERS] = {9, 2, 9, 2, 9, 1, 9, 2};
  for (int i = 0; i < STEPPER_TIMERS; i++) {
    stepper_tell_after(stepper, spans[i], i % STEPPER_ACTORS, i);
  }
  judge_tell("Timers are set to go off at 9 2 9 2 9 1 9 2.");
  expect_end(stepper_play(stepper, NULL, 0), STEPPER_QUIET);
  expect_page("B5@1 B1@2 D3@2 D7@2 A0@9 C2@9 A4@9 C6@9");
  stepper_free(stepper);
}

// A span begins when the timer is set.
static void dripping(Stepper *stepper, void *state, int message) {
  const int *me = state;
  write_down(" %" PRId64, stepper_now(stepper));
  if (message > 0) stepper_tell_after(stepper, 100, *me, message - 1);
}

static void a_span_begins_when_it_is_set(void) {
  Stepper *stepper = begin();
  int me = stepper_spawn(stepper, dripping, &me);
  stepper_tell_after(stepper, 50, me, 12);
  judge_tell("A timer at 50, and from then on always the next in 100.");
  expect_end(stepper_run(stepper, 3), STEPPER_QUIET);
  expect_page("50 150 250 350 450 550 650 750 850 950 1050 1150 1250");
  stepper_free(stepper);
}

static void nothing_is_left(void) {
  i64 before = mem_live();
  Stepper *stepper = begin();
  three(stepper, 1, 1, 1);
  stepper_tell_after(stepper, 1, 0, 9);
  expect_end(stepper_run(stepper, 7), STEPPER_QUIET);
  stepper_free(stepper);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(without_a_tape_the_first_goes_on),
                         CASE(a_tape_says_who_is_next),
                         CASE(there_is_room_for_so_many_actors),
                         CASE(what_was_chosen_is_on_the_tape),
                         CASE(who_is_not_there_cannot_be_chosen),
                         CASE(equal_seeds_give_equal_runs),
                         CASE(chance_comes_to_every_order),
                         CASE(friday_can_be_had_again),
                         CASE(a_run_by_chance_can_be_played),
                         CASE(a_run_without_an_end_is_stopped),
                         CASE(time_stands_while_somebody_has_mail),
                         CASE(the_clock_jumps_to_the_first_timer),
                         CASE(timers_of_one_time_go_off_as_they_were_set),
                         CASE(a_span_begins_when_it_is_set),
                         CASE(nothing_is_left),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
