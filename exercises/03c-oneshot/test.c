// A value that is put and taken; halves that end without; and who frees it.
#include <stdio.h>
#include <string.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "oneshot.h"

// Of an odd size, so that one byte too many is one too many.
typedef struct Answer {
  char text[5];
} Answer;

typedef struct User {
  Oneshot *oneshot;
  Answer answer;
  OneshotOutcome outcome;
  Hand hand;
} User;

static const Answer nothing;
static int handed;  // to undelivered
static Answer last_handed;

static void undelivered(void *item) {
  handed++;
  last_handed = *(Answer *)item;
}

static void put(void *arg) {
  User *user = arg;
  user->outcome = oneshot_put(user->oneshot, &user->answer);
}

static void take(void *arg) {
  User *user = arg;
  user->outcome = oneshot_take(user->oneshot, &user->answer);
}

static void drop_receiver(void *arg) {
  User *user = arg;
  oneshot_drop_receiver(user->oneshot, undelivered);
}

static bool is(const Answer *answer, const Answer *expected) {
  return memcmp(answer, expected, sizeof *answer) == 0;
}

static void what_is_put_is_taken(void) {
  Oneshot *oneshot = oneshot_new(sizeof(Answer));
  Answer answer = {"four"};
  Answer taken = {"none"};
  EXPECT("nobody has gone: ONESHOT_OK",
         oneshot_put(oneshot, &answer) == ONESHOT_OK);
  EXPECT("the value has moved, and the sender's bytes should be zero",
         is(&answer, &nothing));
  EXPECT("there is a value: ONESHOT_OK",
         oneshot_take(oneshot, &taken) == ONESHOT_OK);
  EXPECT_TEXT("the value that is taken", taken.text, "four");
}

static void who_takes_waits_for_the_value(void) {
  User ann = {.oneshot = oneshot_new(sizeof(Answer))};
  Answer answer = {"four"};
  hand_start(&ann.hand, "Ann", take, &ann);
  EXPECT("there is nothing yet, and Ann, who takes, should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  EXPECT("Ann is there: ONESHOT_OK",
         oneshot_put(ann.oneshot, &answer) == ONESHOT_OK);
  EXPECT("the value has come, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("Ann should have ONESHOT_OK", ann.outcome == ONESHOT_OK);
  EXPECT_TEXT("the value that is taken", ann.answer.text, "four");
}

static void expect_dropped(User *ann) {
  EXPECT("no value will come: ONESHOT_DROPPED",
         ann->outcome == ONESHOT_DROPPED);
  EXPECT_TEXT("what was to be taken into, untouched", ann->answer.text, "mine");
}

static void a_question_dropped_unanswered_is_heard(void) {
  User ann = {.oneshot = oneshot_new(sizeof(Answer)), .answer = {"mine"}};
  hand_start(&ann.hand, "Ann", take, &ann);
  (void)hand_settle(&ann.hand);
  oneshot_drop_sender(ann.oneshot);
  judge_tell("Ann waits for the value. The sender's half is dropped.");
  EXPECT("no value will come, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  expect_dropped(&ann);
  ann.oneshot = oneshot_new(sizeof(Answer));
  oneshot_drop_sender(ann.oneshot);
  judge_tell("The sender's half is dropped. Then Ann takes.");
  hand_start(&ann.hand, "Ann", take, &ann);
  EXPECT("no value will come, and Ann should not wait",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  expect_dropped(&ann);
}

static void an_answer_for_nobody_is_refused(void) {
  Oneshot *oneshot = oneshot_new(sizeof(Answer));
  Answer answer = {"four"};
  handed = 0;
  oneshot_drop_receiver(oneshot, undelivered);
  judge_tell("The receiver's half is dropped. Then a value is put.");
  EXPECT("nobody will take it: ONESHOT_DROPPED",
         oneshot_put(oneshot, &answer) == ONESHOT_DROPPED);
  EXPECT_TEXT("the sender's value, untouched", answer.text, "four");
  EXPECT_NUMBER("values handed to undelivered", handed, 0);
}

static void an_answer_that_came_meanwhile_is_handed_over(void) {
  Oneshot *oneshot = oneshot_new(sizeof(Answer));
  Answer answer = {"four"};
  handed = 0;
  last_handed = nothing;
  EXPECT("nobody has gone: ONESHOT_OK",
         oneshot_put(oneshot, &answer) == ONESHOT_OK);
  oneshot_drop_receiver(oneshot, undelivered);
  judge_tell("A value was put. Then the receiver's half is dropped.");
  EXPECT_NUMBER("values handed to undelivered", handed, 1);
  EXPECT_TEXT("the value handed to undelivered", last_handed.text, "four");
}

static void a_sender_that_went_first_leaves_nothing(void) {
  Oneshot *oneshot = oneshot_new(sizeof(Answer));
  handed = 0;
  oneshot_drop_sender(oneshot);
  oneshot_drop_receiver(oneshot, undelivered);
  judge_tell("The sender's half was dropped, then the receiver's.");
  EXPECT_NUMBER("values handed to undelivered", handed, 0);
}

static void whichever_half_is_last_frees_it(void) {
  i64 before = mem_live();
  Answer answer = {"four"};
  User ann = {.oneshot = oneshot_new(sizeof(Answer)), .answer = answer};
  oneshot_drop_receiver(ann.oneshot, undelivered);
  EXPECT_NUMBER("blocks in use, when the sender is still there",
                mem_live() - before, 1);
  put(&ann);
  EXPECT_NUMBER("blocks not freed, after the sender as the last",
                mem_live() - before, 0);
  ann.oneshot = oneshot_new(sizeof(Answer));
  put(&ann);
  EXPECT_NUMBER("blocks in use, when the receiver is still there",
                mem_live() - before, 1);
  take(&ann);
  EXPECT_NUMBER("blocks not freed, after the receiver as the last",
                mem_live() - before, 0);
  ann.oneshot = oneshot_new(sizeof(Answer));
  oneshot_drop_sender(ann.oneshot);
  oneshot_drop_receiver(ann.oneshot, undelivered);
  EXPECT_NUMBER("blocks not freed, after both were dropped",
                mem_live() - before, 0);
}

static int locks_held;

static void undelivered_looks(void *item) {
  undelivered(item);
  locks_held = thread_locks_held();
}

static void undelivered_is_called_under_no_lock(void) {
  Oneshot *oneshot = oneshot_new(sizeof(Answer));
  Answer answer = {"four"};
  EXPECT("nobody has gone: ONESHOT_OK",
         oneshot_put(oneshot, &answer) == ONESHOT_OK);
  oneshot_drop_receiver(oneshot, undelivered_looks);
  EXPECT_NUMBER("locks held while undelivered runs", locks_held, 0);
}

// Free running, for the sanitizers.
enum { TIMES = 50 };

static void many_that_meet_leave_nothing_behind(void) {
  i64 before = mem_live();
  int in_hand = 0;
  handed = 0;
  for (int i = 0; i < TIMES; i++) {
    User ann = {.oneshot = oneshot_new(sizeof(Answer)), .answer = {"four"}};
    User bob = {.oneshot = ann.oneshot};
    hand_start(&ann.hand, "Ann", put, &ann);
    hand_start(&bob.hand, "Bob", i % 2 ? take : drop_receiver, &bob);
    hand_join(&bob.hand);
    hand_join(&ann.hand);
    in_hand += ann.outcome == ONESHOT_DROPPED;
  }
  EXPECT_NUMBER("values refused or handed over", in_hand + handed, TIMES / 2);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(what_is_put_is_taken),
                         CASE(who_takes_waits_for_the_value),
                         CASE(a_question_dropped_unanswered_is_heard),
                         CASE(an_answer_for_nobody_is_refused),
                         CASE(an_answer_that_came_meanwhile_is_handed_over),
                         CASE(a_sender_that_went_first_leaves_nothing),
                         CASE(whichever_half_is_last_frees_it),
                         CASE(undelivered_is_called_under_no_lock),
                         CASE(many_that_meet_leave_nothing_behind),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
