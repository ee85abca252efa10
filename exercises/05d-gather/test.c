// What a gathering must do: first with nobody else about, then with an asker
// who sleeps, then with orders that are forced upon them.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "gather.h"

enum { SHOPS = 3 };

typedef struct Asker {
  Gather *gather;
  Slip *slips[SHOPS];
  int enough;
  Reply replies[SHOPS];  // these are filled by gather_wait
  int answered;
  Hand hand;
} Asker;

static void begin(Asker *asker, int enough) {
  *asker = (Asker){.gather = gather_new(SHOPS), .enough = enough};
  for (int i = 0; i < SHOPS; i++) {
    asker->slips[i] = gather_slip(asker->gather, i);
    asker->replies[i] = (Reply){.outcome = ASK_OK, .value = -7};
  }
}

static void ask(Asker *asker, Deadline deadline) {
  asker->answered =
      gather_wait(asker->gather, asker->enough, asker->replies, deadline);
}

static void ask_for_ever(void *arg) {
  ask(arg, NEVER);
}

static void answer(Asker *asker, int number, i64 value) {
  EXPECT("the asker has not gone: slip_answer should say true",
         slip_answer(asker->slips[number], value));
}

static void answer_late(Asker *asker, int number) {
  EXPECT("the asker has gone: slip_answer should say false",
         !slip_answer(asker->slips[number], 99));
}

static void expect_reply(const Asker *asker, int number, AskOutcome outcome,
                         i64 value) {
  static const char *const names[] = {"ASK_OK", "ASK_UNANSWERED",
                                      "ASK_TIMEOUT"};
  static const char *const what[] = {"the outcome of question 0",
                                     "the outcome of question 1",
                                     "the outcome of question 2"};
  const Reply *reply = &asker->replies[number];
  EXPECT_TEXT(what[number], names[reply->outcome], names[outcome]);
  EXPECT_NUMBER("the value that goes with it", reply->value, value);
}

static void expect_answered(const Asker *asker, int answered) {
  EXPECT_NUMBER("what gather_wait gives, how many are answered",
                asker->answered, answered);
}

static void replies_stand_under_their_numbers(void) {
  Asker asker;
  begin(&asker, SHOPS);
  answer(&asker, 2, 30);
  answer(&asker, 0, 10);
  answer(&asker, 1, 20);
  judge_tell("Slip 2 answered 30, slip 0 answered 10, slip 1 answered 20.");
  ask(&asker, NEVER);
  for (int i = 0; i < SHOPS; i++) expect_reply(&asker, i, ASK_OK, 10 * i + 10);
  expect_answered(&asker, 3);
}

static void two_gatherings_are_apart(void) {
  Asker ann;
  Asker bob;
  begin(&ann, 1);
  begin(&bob, 1);
  answer(&ann, 0, 1);
  answer(&bob, 1, 2);
  ask(&ann, NOW);
  ask(&bob, NOW);
  judge_tell("Ann was answered by slip 0, Bob by slip 1, each with one.");
  expect_reply(&ann, 0, ASK_OK, 1);
  expect_reply(&ann, 1, ASK_TIMEOUT, 0);
  expect_reply(&bob, 0, ASK_TIMEOUT, 0);
  expect_reply(&bob, 1, ASK_OK, 2);
  slip_drop(ann.slips[1]);
  slip_drop(ann.slips[2]);
  slip_drop(bob.slips[0]);
  slip_drop(bob.slips[2]);
}

static void no_answer_is_an_outcome(void) {
  Asker asker;
  begin(&asker, 1);
  for (int i = 0; i < SHOPS; i++) slip_drop(asker.slips[i]);
  hand_start(&asker.hand, "asker", ask_for_ever, &asker);
  judge_tell("All three slips were dropped, one answer would be enough.");
  EXPECT("there will be no answer, and gather_wait should come back",
         hand_settle(&asker.hand) == HAND_DONE);
  hand_join(&asker.hand);
  for (int i = 0; i < SHOPS; i++) expect_reply(&asker, i, ASK_UNANSWERED, 0);
  expect_answered(&asker, 0);
}

static void who_is_silent_costs_no_more_than_the_deadline(void) {
  const Deadline deadlines[] = {NOW, after_ms(10)};
  for (int i = 0; i < 2; i++) {
    Asker asker;
    begin(&asker, SHOPS);
    answer(&asker, 0, 10);
    answer(&asker, 2, 30);
    judge_tell(
        "Slips 0 and 2 have answered, slip 1 is silent, all are wanted, "
        "and the time is up.");
    ask(&asker, deadlines[i]);
    expect_reply(&asker, 0, ASK_OK, 10);
    expect_reply(&asker, 1, ASK_TIMEOUT, 0);
    expect_reply(&asker, 2, ASK_OK, 30);
    expect_answered(&asker, 2);
    slip_drop(asker.slips[1]);
  }
}

static void a_late_answer_is_told_so(void) {
  Asker asker;
  begin(&asker, 1);
  ask(&asker, NOW);
  judge_tell(
      "The asker has gone, without an answer. Then slip 0 answers, slip "
      "1 is dropped, slip 2 answers.");
  answer_late(&asker, 0);
  slip_drop(asker.slips[1]);
  answer_late(&asker, 2);
  for (int i = 0; i < SHOPS; i++) expect_reply(&asker, i, ASK_TIMEOUT, 0);
  expect_answered(&asker, 0);
}

static void nothing_is_left(void) {
  i64 before = mem_live();
  for (int gone_after = 0; gone_after <= SHOPS; gone_after++) {
    Asker asker;
    begin(&asker, SHOPS);
    for (int i = 0; i < SHOPS; i++) {
      if (i == gone_after) ask(&asker, NOW);
      slip_drop(asker.slips[i]);
    }
    if (gone_after == SHOPS) ask(&asker, NOW);
    judge_tell("The asker went when %d of 3 slips had ended; all have now.",
               gone_after);
    EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
  }
}

// The asker sleeps.
static void begin_asleep(Asker *asker, int enough) {
  begin(asker, enough);
  hand_start(&asker->hand, "asker", ask_for_ever, asker);
  EXPECT("no slip has ended, and gather_wait should wait",
         hand_settle(&asker->hand) == HAND_WAITS);
}

static void who_has_enough_waits_no_longer(void) {
  Asker asker;
  begin_asleep(&asker, 2);
  answer(&asker, 2, 30);
  judge_tell("Slip 2 has answered, and two answers are wanted.");
  EXPECT("one answer is not enough, and gather_wait should wait",
         hand_settle(&asker.hand) == HAND_WAITS);
  answer(&asker, 1, 20);
  judge_tell("Slips 2 and 1 have answered, and two answers are wanted.");
  EXPECT("two are enough, and gather_wait should come back",
         hand_settle(&asker.hand) == HAND_DONE);
  hand_join(&asker.hand);
  expect_reply(&asker, 0, ASK_TIMEOUT, 0);
  expect_reply(&asker, 1, ASK_OK, 20);
  expect_reply(&asker, 2, ASK_OK, 30);
  expect_answered(&asker, 2);
  answer_late(&asker, 0);
}

static void what_cannot_come_is_not_waited_for(void) {
  Asker asker;
  begin_asleep(&asker, 2);
  slip_drop(asker.slips[0]);
  judge_tell("Slip 0 was dropped; two of three answers are wanted.");
  EXPECT("two can still come, and gather_wait should wait",
         hand_settle(&asker.hand) == HAND_WAITS);
  slip_drop(asker.slips[1]);
  judge_tell("Slips 0 and 1 were dropped; two of three answers are wanted.");
  EXPECT("two cannot come any more, and gather_wait should come back",
         hand_settle(&asker.hand) == HAND_DONE);
  hand_join(&asker.hand);
  expect_reply(&asker, 1, ASK_UNANSWERED, 0);
  expect_reply(&asker, 2, ASK_TIMEOUT, 0);
  expect_answered(&asker, 0);
  answer_late(&asker, 2);
}

// The asker is held at its point number `at`, if it comes to one.
static bool held_while_an_answer_comes(int at) {
  Asker asker;
  begin(&asker, 1);
  answer(&asker, 1, 20);
  hand_start_held(&asker.hand, "asker", ask_for_ever, &asker, at);
  bool held = hand_settle(&asker.hand) == HAND_HELD;
  bool in_time = slip_answer(asker.slips[0], 10);
  hand_join(&asker.hand);
  judge_tell(
      "The asker had enough. Before gather_wait came back slip 0 "
      "answered, and was told %s.",
      in_time ? "true" : "false");
  expect_reply(&asker, 0, in_time ? ASK_OK : ASK_TIMEOUT, in_time ? 10 : 0);
  expect_answered(&asker, in_time ? 2 : 1);
  slip_drop(asker.slips[2]);
  return held;
}

static void who_is_told_in_time_is_in_the_result(void) {
  for (int at = 1; held_while_an_answer_comes(at); at++) continue;
}

static void one_may_be_asked_or_as_many_as_fit(void) {
  for (int count = 1; count <= GATHER_MOST; count += GATHER_MOST - 1) {
    Gather *gather = gather_new(count);
    for (int i = 0; i < count; i++) {
      EXPECT("the asker has not gone: slip_answer should say true",
             slip_answer(gather_slip(gather, i), i + 1));
    }
    Reply replies[GATHER_MOST] = {{.value = -7}};
    judge_tell("%d were asked, and all have answered.", count);
    EXPECT_NUMBER(
        "what gather_wait gives",
        gather_wait(gather, count, &replies[GATHER_MOST - count], NEVER),
        count);
    EXPECT_NUMBER("the last value", replies[GATHER_MOST - 1].value, count);
  }
}

// Free running, for the sanitizers. The asker comes when all have answered, so
// that luck decides nothing here.
typedef struct Shop {
  Slip **slips;  // one of each gathering
  int in_time;
  Hand hand;
} Shop;

enum { ROUNDS = 100 };

static void serve(void *arg) {
  Shop *shop = arg;
  for (int i = 0; i < ROUNDS; i++) {
    if (i % 5 == 4) {
      slip_drop(shop->slips[i]);
    } else {
      shop->in_time += slip_answer(shop->slips[i], i);
    }
  }
}

static void many_may_answer_at_once(void) {
  static Asker askers[ROUNDS];
  static Slip *slips[SHOPS][ROUNDS];
  Shop shops[SHOPS];
  for (int i = 0; i < ROUNDS; i++) {
    begin(&askers[i], 1 + i % SHOPS);
    for (int k = 0; k < SHOPS; k++) slips[k][i] = askers[i].slips[k];
  }
  for (int k = 0; k < SHOPS; k++) {
    shops[k] = (Shop){.slips = slips[k]};
    hand_start(&shops[k].hand, "shop", serve, &shops[k]);
  }
  for (int k = 0; k < SHOPS; k++) {
    hand_join(&shops[k].hand);
    EXPECT_NUMBER("answers in time", shops[k].in_time, ROUNDS / 5 * 4);
  }
  for (int i = 0; i < ROUNDS; i++) {
    ask(&askers[i], NOW);
    expect_answered(&askers[i], i % 5 == 4 ? 0 : SHOPS);
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(replies_stand_under_their_numbers),
                         CASE(one_may_be_asked_or_as_many_as_fit),
                         CASE(no_answer_is_an_outcome),
                         CASE(who_is_silent_costs_no_more_than_the_deadline),
                         CASE(a_late_answer_is_told_so),
                         CASE(two_gatherings_are_apart),
                         CASE(nothing_is_left),
                         CASE(who_has_enough_waits_no_longer),
                         CASE(what_cannot_come_is_not_waited_for),
                         CASE(who_is_told_in_time_is_in_the_result),
                         CASE(many_may_answer_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
