// What a table of open questions must do, in the order in which one would
// build it.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "requests.h"

typedef struct Asker {
  Requests *requests;
  u64 id;
  Deadline deadline;
  bool is_answered;  // these written by the hand, read when it was joined
  i64 value;
  Hand hand;
} Asker;

static void wait_for_it(void *arg) {
  Asker *asker = arg;
  asker->is_answered =
      requests_wait(asker->requests, asker->id, &asker->value, asker->deadline);
}

static void start(Asker *asker, const char *name, Requests *requests) {
  *asker = (Asker){
      .requests = requests, .id = requests_open(requests), .deadline = NEVER};
  hand_start(&asker->hand, name, wait_for_it, asker);
}

static void expect_answer(Requests *requests, u64 id, i64 wanted) {
  i64 value = -1;
  EXPECT("an answer that has come should be there at once",
         requests_wait(requests, id, &value, NOW));
  EXPECT_NUMBER("the answer", value, wanted);
}

static void expect_none(Requests *requests, u64 id, const char *what) {
  i64 value = -1;
  EXPECT(what, !requests_wait(requests, id, &value, NOW));
}

static void an_answer_reaches_its_asker(void) {
  Requests *requests = requests_new();
  u64 id = requests_open(requests);
  EXPECT("requests_open should give an id that is not 0", id != 0);
  EXPECT("an answer to an open question should be in time",
         requests_answer(requests, id, 7));
  expect_answer(requests, id, 7);
  EXPECT_NUMBER("late answers, after one in time", requests_late(requests), 0);
  requests_free(requests);
}

static void answers_go_by_the_id(void) {
  Requests *requests = requests_new();
  u64 pears = requests_open(requests);
  u64 apples = requests_open(requests);
  EXPECT("two questions should have two ids", pears != apples);
  judge_tell("Pears were asked for first; apples (3) answered first.");
  EXPECT("the answer to the second question should be in time",
         requests_answer(requests, apples, 3));
  EXPECT("the answer to the first question should be in time",
         requests_answer(requests, pears, 7));
  expect_answer(requests, pears, 7);
  expect_answer(requests, apples, 3);
  judge_tell("%s", "");
  requests_free(requests);
}

static void a_question_ends_at_its_deadline(void) {
  Requests *requests = requests_new();
  u64 id = requests_open(requests);
  expect_none(requests, id, "without an answer requests_wait should say false");
  i64 start = clock_now();
  id = requests_open(requests);
  i64 value = -1;
  EXPECT("without an answer requests_wait should say false in the end",
         !requests_wait(requests, id, &value, after_ms(20)));
  EXPECT("requests_wait(20 ms) should wait that long for an answer",
         clock_now() - start >= 20 * 1000000);
  requests_free(requests);
}

static void a_late_answer_is_counted_and_dropped(void) {
  Requests *requests = requests_new();
  u64 id = requests_open(requests);
  expect_none(requests, id, "there is no answer yet");
  EXPECT("an answer after the asker gave up should be late",
         !requests_answer(requests, id, 7));
  EXPECT("an answer to an id that was never given should be late",
         !requests_answer(requests, 4711, 7));
  EXPECT("an answer to the id 0 should be late",
         !requests_answer(requests, 0, 7));
  EXPECT_NUMBER("late answers", requests_late(requests), 3);
  requests_free(requests);
}

static void a_late_answer_does_not_reach_a_later_question(void) {
  Requests *requests = requests_new();
  u64 pears = requests_open(requests);
  expect_none(requests, pears, "there is no answer yet");
  for (int i = 0; i < 2 * REQUESTS_ROOM; i++) {
    u64 apples = requests_open(requests);
    EXPECT("an id should never be given twice", apples != pears);
    judge_tell("Pears were given up, apples asked for; then pears answered.");
    EXPECT("the answer to the question that was given up should be late",
           !requests_answer(requests, pears, 7));
    expect_none(requests, apples, "the later question has no answer");
    judge_tell("%s", "");
  }
  requests_free(requests);
}

static void the_first_answer_counts(void) {
  Requests *requests = requests_new();
  u64 id = requests_open(requests);
  EXPECT("the first answer should be in time",
         requests_answer(requests, id, 1));
  EXPECT("the second answer to the same question should be late",
         !requests_answer(requests, id, 2));
  expect_answer(requests, id, 1);
  EXPECT("an answer to a question that was answered and taken should be late",
         !requests_answer(requests, id, 3));
  EXPECT_NUMBER("late answers", requests_late(requests), 2);
  requests_free(requests);
}

static void there_is_room_for_so_many(void) {
  Requests *requests = requests_new();
  u64 ids[REQUESTS_ROOM];
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < REQUESTS_ROOM; i++) {
      ids[i] = requests_open(requests);
      EXPECT("there should be room for REQUESTS_ROOM questions", ids[i] != 0);
    }
    EXPECT("with REQUESTS_ROOM open, requests_open should give 0",
           requests_open(requests) == 0);
    for (int i = 0; i < REQUESTS_ROOM; i++) {
      if (i % 2 == round % 2) {
        EXPECT("the answer should be in time",
               requests_answer(requests, ids[i], i));
        expect_answer(requests, ids[i], i);
      } else {
        expect_none(requests, ids[i], "there is no answer yet");
      }
    }
  }
  requests_free(requests);
}

static void who_waits_is_woken(void) {
  Requests *requests = requests_new();
  Asker ann;
  start(&ann, "Ann", requests);
  EXPECT("requests_wait should sleep while there is no answer",
         hand_settle(&ann.hand) == HAND_WAITS);
  EXPECT("the answer should be in time", requests_answer(requests, ann.id, 7));
  hand_join(&ann.hand);
  EXPECT("requests_wait should say true", ann.is_answered);
  EXPECT_NUMBER("the answer that Ann waited for", ann.value, 7);
  requests_free(requests);
}

static void the_right_one_is_woken(void) {
  Requests *requests = requests_new();
  Asker askers[3];
  const char *const names[] = {"Ann", "Bob", "Cyd"};
  for (int i = 0; i < 3; i++) {
    start(&askers[i], names[i], requests);
    EXPECT("requests_wait should sleep while there is no answer",
           hand_settle(&askers[i].hand) == HAND_WAITS);
  }
  judge_tell("Ann, Bob and Cyd wait, in this order; Cyd is answered first.");
  for (int i = 2; i >= 0; i--) {
    EXPECT("the answer should be in time",
           requests_answer(requests, askers[i].id, i));
    EXPECT("who was answered should go on",
           hand_settle(&askers[i].hand) == HAND_DONE);
    hand_join(&askers[i].hand);
    EXPECT("requests_wait should say true", askers[i].is_answered);
    EXPECT_NUMBER("the answer", askers[i].value, i);
    for (int k = 0; k < i; k++) {
      EXPECT("who was not answered should sleep on",
             hand_settle(&askers[k].hand) == HAND_WAITS);
    }
  }
  judge_tell("%s", "");
  requests_free(requests);
}

static void two_tables_are_apart(void) {
  Requests *one = requests_new();
  Requests *other = requests_new();
  u64 mine = requests_open(one);
  EXPECT("a table should not know another's questions",
         !requests_answer(other, mine, 1));
  EXPECT("the answer should be in time", requests_answer(one, mine, 2));
  expect_answer(one, mine, 2);
  EXPECT_NUMBER("late answers of the other", requests_late(other), 1);
  EXPECT_NUMBER("late answers of the one", requests_late(one), 0);
  requests_free(one);
  requests_free(other);
}

static void nothing_is_left(void) {
  i64 blocks = mem_live();
  int locks = stage_locks_live();
  Requests *requests = requests_new();
  u64 id = requests_open(requests);
  EXPECT("the answer should be in time", requests_answer(requests, id, 1));
  (void)requests_open(requests);
  requests_free(requests);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - blocks, 0);
  EXPECT_NUMBER("locks and conditions not released", stage_locks_live() - locks,
                0);
}

// Free running, for the sanitizers: Ann and Bob ask, and answer each other.
typedef struct Pair {
  Requests *requests;
  u64 id;
  Hand hand;
} Pair;

static void answer_it(void *arg) {
  Pair *pair = arg;
  (void)requests_answer(pair->requests, pair->id, 7);
  (void)requests_late(pair->requests);
}

static void many_may_ask_and_answer_at_once(void) {
  enum { ROUNDS = 100, HANDS = 3 };
  Requests *requests = requests_new();
  for (int round = 0; round < ROUNDS; round++) {
    Pair pairs[HANDS];
    for (int i = 0; i < HANDS; i++) {
      pairs[i] = (Pair){.requests = requests, .id = requests_open(requests)};
      hand_start(&pairs[i].hand, "answerer", answer_it, &pairs[i]);
    }
    for (int i = 0; i < HANDS; i++) {
      i64 value = 0;
      EXPECT("each should have its answer",
             requests_wait(requests, pairs[i].id, &value, NEVER));
      EXPECT_NUMBER("the answer", value, 7);
    }
    for (int i = 0; i < HANDS; i++) hand_join(&pairs[i].hand);
  }
  requests_free(requests);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(an_answer_reaches_its_asker),
                         CASE(answers_go_by_the_id),
                         CASE(a_question_ends_at_its_deadline),
                         CASE(a_late_answer_is_counted_and_dropped),
                         CASE(there_is_room_for_so_many),
                         CASE(a_late_answer_does_not_reach_a_later_question),
                         CASE(the_first_answer_counts),
                         CASE(who_waits_is_woken),
                         CASE(the_right_one_is_woken),
                         CASE(two_tables_are_apart),
                         CASE(nothing_is_left),
                         CASE(many_may_ask_and_answer_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
