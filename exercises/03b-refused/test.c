// Letters that are refused, given back, left inside; each must have one owner.
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "chute.h"

enum { LETTERS = 4 };

struct Letter {
  int undelivered;  // how often it was handed to undelivered
};

static Letter letters[LETTERS];
static Chute *chute;
static int handed;            // to undelivered
static Letter *first_handed;  // of these
static ChuteOutcome again;    // what undelivered was told when it sent

typedef struct User {
  Letter *letter;
  ChuteOutcome outcome;
  ChuteOutcome (*send)(Chute *chute, Letter **letter);
  Hand hand;
} User;

static void send(void *arg) {
  User *user = arg;
  user->outcome = user->send(chute, &user->letter);
}

static void take(void *arg) {
  User *user = arg;
  user->letter = chute_take(chute);
}

static void undelivered(Letter *letter) {
  if (handed++ == 0) first_handed = letter;
  letter->undelivered++;
}

static void undelivered_sends(Letter *letter) {
  undelivered(letter);
  Letter *other = &letters[3];
  if (handed == 1) again = chute_try_send(chute, &other);
}

static void set_up(int room, int count) {
  handed = 0;
  first_handed = NULL;
  chute = chute_new(room);
  for (int i = 0; i < LETTERS; i++) letters[i] = (Letter){0};
  for (int i = 0; i < count; i++) {
    Letter *letter = &letters[i];
    EXPECT("there is room, and chute_send should say CHUTE_OK",
           chute_send(chute, &letter) == CHUTE_OK);
  }
}

static void expect_taken(int number) {
  EXPECT("chute_take should give the oldest letter",
         chute_take(chute) == &letters[number]);
}

static void close_it(void) {
  chute_close(chute, undelivered);
}

static void what_is_sent_is_the_receivers(void) {
  i64 before = mem_live();
  set_up(2, 0);
  Letter *letter = &letters[0];
  EXPECT("there is room: CHUTE_OK", chute_send(chute, &letter) == CHUTE_OK);
  EXPECT("chute_send should leave NULL to the sender", !letter);
  letter = &letters[1];
  EXPECT("there is room: CHUTE_OK", chute_try_send(chute, &letter) == CHUTE_OK);
  EXPECT("chute_try_send should leave NULL to the sender", !letter);
  expect_taken(0);
  expect_taken(1);
  close_it();
  EXPECT_NUMBER("letters handed to undelivered", handed, 0);
  chute_free(chute);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void what_is_refused_is_still_the_senders(void) {
  set_up(2, 2);
  User ann = {.letter = &letters[2], .send = chute_try_send};
  hand_start(&ann.hand, "Ann", send, &ann);
  judge_tell("There is room for two, and two are in. Ann tries a third.");
  EXPECT("chute_try_send should not wait", hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("it is full: CHUTE_FULL", ann.outcome == CHUTE_FULL);
  EXPECT("refused, and the sender should still have it",
         ann.letter == &letters[2]);
  expect_taken(0);
  EXPECT("there is room now: CHUTE_OK",
         chute_try_send(chute, &ann.letter) == CHUTE_OK);
  EXPECT("it was accepted, and the sender should have NULL", !ann.letter);
  expect_taken(1);
  expect_taken(2);
  close_it();
  chute_free(chute);
}

static void who_waits_for_room_gets_in_or_the_letter_back(
    bool closes, ChuteOutcome expected) {
  set_up(1, 1);
  User users[2] = {{.letter = &letters[1], .send = chute_send},
                   {.letter = &letters[2], .send = chute_send}};
  for (int i = 0; i < 2; i++) {
    hand_start(&users[i].hand, i ? "Bob" : "Ann", send, &users[i]);
    EXPECT("it is full, and chute_send should wait",
           hand_settle(&users[i].hand) == HAND_WAITS);
  }
  if (closes) close_it();
  for (int i = 0; i < 2 && !closes; i++) {
    EXPECT("a letter should come", chute_take(chute) != NULL);
  }
  for (int i = 0; i < 2; i++) {
    EXPECT("who waits for room should be woken",
           hand_settle(&users[i].hand) == HAND_DONE);
    hand_join(&users[i].hand);
    EXPECT("who has waited should be told what came of it",
           users[i].outcome == expected);
    EXPECT("the letter should be the sender's if refused, else NULL",
           users[i].letter == (expected == CHUTE_OK ? NULL : &letters[i + 1]));
  }
  if (!closes) EXPECT("the third should come", chute_take(chute) != NULL);
  if (!closes) close_it();
  chute_free(chute);
}

static void who_waits_for_room_gets_in(void) {
  judge_tell("It is full, Ann and Bob wait for room. Then two are taken.");
  who_waits_for_room_gets_in_or_the_letter_back(false, CHUTE_OK);
}

static void who_waits_for_room_gets_the_letter_back(void) {
  judge_tell("It is full, Ann and Bob wait for room. Then it is closed.");
  who_waits_for_room_gets_in_or_the_letter_back(true, CHUTE_CLOSED);
}

static void who_takes_learns_of_the_end(void) {
  set_up(1, 0);
  User ann = {.letter = &letters[3]};
  hand_start(&ann.hand, "Ann", take, &ann);
  EXPECT("there is none, and chute_take should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  close_it();
  judge_tell("Ann waits for a letter. Then it is closed.");
  EXPECT("Ann should be woken", hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("chute_take should give NULL", !ann.letter);
  chute_free(chute);
}

static void who_sends_after_the_end_is_told_so(void) {
  set_up(1, 1);
  close_it();
  Letter *letter = &letters[1];
  EXPECT("it is closed, and chute_try_send should say CHUTE_CLOSED",
         chute_try_send(chute, &letter) == CHUTE_CLOSED);
  EXPECT("it is closed, and chute_send should say CHUTE_CLOSED",
         chute_send(chute, &letter) == CHUTE_CLOSED);
  EXPECT("the sender should still have it", letter == &letters[1]);
  chute_free(chute);
}

static void close_and_send(void *arg) {
  (void)arg;
  chute_close(chute, undelivered_sends);
}

static void what_is_left_goes_to_undelivered_under_no_lock(void) {
  set_up(2, 2);
  User ann = {0};
  judge_tell(
      "Two letters are inside. It is closed, and undelivered sends "
      "another one.");
  hand_start(&ann.hand, "Ann", close_and_send, NULL);
  EXPECT("chute_close should not wait", hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT_NUMBER("letters handed to undelivered", handed,
                2 + (again == CHUTE_OK));
  EXPECT("the oldest should come first", first_handed == &letters[0]);
  chute_free(chute);
}

// The closer is held behind its unlock number `at`, while one tries.
static bool held_while_closing(int at) {
  set_up(2, 1);
  User ann = {0};
  again = CHUTE_CLOSED;
  hand_start_held(&ann.hand, "Ann", close_and_send, NULL, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  Letter *letter = &letters[1];
  bool accepted = chute_try_send(chute, &letter) == CHUTE_OK;
  hand_join(&ann.hand);
  EXPECT_NUMBER("letters handed to undelivered", handed,
                1 + accepted + (again == CHUTE_OK));
  chute_free(chute);
  return held;
}

static void a_letter_between_close_and_the_last_look_is_not_lost(void) {
  judge_tell(
      "A letter is inside. Ann closes, and is held behind an unlock; "
      "Bob sends; Ann goes on. What was accepted must be handed over.");
  for (int at = 1; held_while_closing(at); at++) continue;
}

// Ann is held behind her unlock number `at`; Bob tries for the same place.
static bool held_while_another_tries(int at) {
  set_up(1, 0);
  User ann = {.letter = &letters[0], .send = chute_try_send};
  hand_start_held(&ann.hand, "Ann", send, &ann, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  Letter *letter = &letters[1];
  bool bob = chute_try_send(chute, &letter) == CHUTE_OK;
  hand_join(&ann.hand);
  EXPECT_NUMBER("how many were let in where there is room for one",
                bob + (ann.outcome == CHUTE_OK), 1);
  close_it();
  chute_free(chute);
  return held;
}

static void two_who_try_for_one_place_are_not_both_let_in(void) {
  judge_tell(
      "There is room for one. Ann tries, and is held behind an unlock; "
      "Bob tries; Ann goes on.");
  for (int at = 1; held_while_another_tries(at); at++) continue;
}

// Free running, for the thread sanitizer. One and one, so that nobody can be
// faster than who was woken.
enum { TIMES = 300 };

static void send_many(void *arg) {
  User *user = arg;
  for (int i = 0; i < TIMES; i++) {
    Letter *letter = &letters[i % LETTERS];
    if (chute_send(chute, &letter) != CHUTE_OK) user->outcome = CHUTE_CLOSED;
  }
}

static void a_sender_and_a_receiver_lose_nothing(void) {
  set_up(1, 0);
  User ann = {.outcome = CHUTE_OK};
  int wrong = 0;
  hand_start(&ann.hand, "Ann", send_many, &ann);
  for (int i = 0; i < TIMES; i++) {
    wrong += chute_take(chute) != &letters[i % LETTERS];
  }
  hand_join(&ann.hand);
  EXPECT("nobody closed it", ann.outcome == CHUTE_OK);
  EXPECT_NUMBER("letters that came out of their order", wrong, 0);
  close_it();
  chute_free(chute);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_is_sent_is_the_receivers),
      CASE(what_is_refused_is_still_the_senders),
      CASE(who_waits_for_room_gets_in),
      CASE(who_waits_for_room_gets_the_letter_back),
      CASE(who_takes_learns_of_the_end),
      CASE(who_sends_after_the_end_is_told_so),
      CASE(what_is_left_goes_to_undelivered_under_no_lock),
      CASE(a_letter_between_close_and_the_last_look_is_not_lost),
      CASE(two_who_try_for_one_place_are_not_both_let_in),
      CASE(a_sender_and_a_receiver_lose_nothing),
      CU_TEST_INFO_NULL};
  return judge(cases);
}
