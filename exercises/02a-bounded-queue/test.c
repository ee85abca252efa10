// Takers and putters who have to wait, and know when to stop; then orders that
// are forced upon them: one is held where another can come in between.
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "bounded.h"

enum { UNTOUCHED = -7 };

typedef struct User {
  BoundedQueue *queue;
  int item;  // to put; or what was taken
  bool did;  // what put or take has said
  Hand hand;
} User;

static void put(void *arg) {
  User *user = arg;
  user->did = bounded_put(user->queue, user->item);
}

static void take(void *arg) {
  User *user = arg;
  user->did = bounded_take(user->queue, &user->item);
}

static BoundedQueue *queue_with(int room, int count) {
  BoundedQueue *queue = bounded_new(room);
  for (int i = 1; i <= count; i++) {
    EXPECT("there is room, and bounded_put should say true",
           bounded_put(queue, i));
  }
  return queue;
}

static void expect_item(BoundedQueue *queue, int expected) {
  int item = UNTOUCHED;
  EXPECT("there is an item, and bounded_take should say true",
         bounded_take(queue, &item));
  EXPECT_NUMBER("the item that is taken", item, expected);
}

static void expect_end(BoundedQueue *queue) {
  int item = UNTOUCHED;
  EXPECT("the queue is closed and empty, and bounded_take should say false",
         !bounded_take(queue, &item));
  EXPECT_NUMBER("the item, when there was none to take", item, UNTOUCHED);
}

static void one_thread_alone_gets_all_out_in_order(void) {
  i64 before = mem_live();
  BoundedQueue *queue = queue_with(3, 3);
  expect_item(queue, 1);
  expect_item(queue, 2);
  EXPECT("two of three are out: there is room", bounded_put(queue, 4));
  expect_item(queue, 3);
  expect_item(queue, 4);
  bounded_free(queue);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void who_finds_it_full_waits_for_room(void) {
  BoundedQueue *queue = queue_with(1, 1);
  User ann = {.queue = queue, .item = 2};
  hand_start(&ann.hand, "Ann", put, &ann);
  EXPECT("the queue is full, and Ann, who puts an item, should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  expect_item(queue, 1);
  judge_tell("The queue was full and Ann waited. Then an item was taken.");
  EXPECT("now there is room, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("Ann's bounded_put should say true", ann.did);
  expect_item(queue, 2);
  bounded_free(queue);
}

static void who_finds_it_empty_waits_for_an_item(void) {
  BoundedQueue *queue = queue_with(1, 0);
  User ann = {.queue = queue};
  hand_start(&ann.hand, "Ann", take, &ann);
  EXPECT("the queue is empty, and Ann, who takes, should wait",
         hand_settle(&ann.hand) == HAND_WAITS);
  EXPECT("there is room", bounded_put(queue, 5));
  judge_tell("The queue was empty and Ann waited. Then 5 was put in.");
  EXPECT("now there is something, and Ann should be woken",
         hand_settle(&ann.hand) == HAND_DONE);
  hand_join(&ann.hand);
  EXPECT("Ann's bounded_take should say true", ann.did);
  EXPECT_NUMBER("what Ann has taken", ann.item, 5);
  bounded_free(queue);
}

static void what_is_in_a_closed_queue_can_still_be_taken(void) {
  BoundedQueue *queue = queue_with(2, 2);
  bounded_close(queue);
  bounded_close(queue);
  EXPECT("the queue is closed, and bounded_put should say false",
         !bounded_put(queue, 3));
  expect_item(queue, 1);
  EXPECT("it is closed still, though there is room", !bounded_put(queue, 4));
  expect_item(queue, 2);
  expect_end(queue);
  bounded_free(queue);
}

// Both wait; then the queue is closed.
static void closed_while_two_wait(BoundedQueue *queue, void (*act)(void *),
                                  const char *told) {
  User users[2] = {{.queue = queue}, {.queue = queue}};
  for (int i = 0; i < 2; i++) {
    hand_start(&users[i].hand, i ? "Bob" : "Ann", act, &users[i]);
    (void)hand_settle(&users[i].hand);
  }
  bounded_close(queue);
  judge_tell("%s", told);
  for (int i = 0; i < 2; i++) {
    EXPECT("who waits should be woken when the queue is closed",
           hand_settle(&users[i].hand) == HAND_DONE);
  }
  for (int i = 0; i < 2; i++) {
    hand_join(&users[i].hand);
    EXPECT("who was woken by the end should say false", !users[i].did);
  }
}

static void closing_wakes_all_who_wait(void) {
  BoundedQueue *queue = queue_with(1, 0);
  closed_while_two_wait(queue, take,
                        "The queue was empty, Ann and Bob waited for an item. "
                        "Then it was closed.");
  bounded_free(queue);
  queue = queue_with(1, 1);
  closed_while_two_wait(queue, put,
                        "The queue was full, Ann and Bob waited for room. Then "
                        "it was closed.");
  expect_item(queue, 1);
  expect_end(queue);
  bounded_free(queue);
}

// Ann is held at her point number `at`, if she comes to one.
static bool held_while_an_item_comes(int at) {
  BoundedQueue *queue = queue_with(1, 0);
  User ann = {.queue = queue};
  hand_start_held(&ann.hand, "Ann", take, &ann, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  EXPECT("there is room", bounded_put(queue, 5));
  hand_join(&ann.hand);
  EXPECT_NUMBER("what Ann has taken", ann.item, 5);
  bounded_free(queue);
  return held;
}

static void what_comes_between_look_and_sleep_is_not_missed(void) {
  judge_tell(
      "Ann has found the queue empty, and is about to wait. Before she does, "
      "an item is put in.");
  for (int at = 1; held_while_an_item_comes(at); at++) continue;
}

static bool held_while_another_takes(int at) {
  BoundedQueue *queue = queue_with(2, 1);
  User ann = {.queue = queue};
  User bob = {.queue = queue};
  hand_start_held(&ann.hand, "Ann", take, &ann, at);
  bool held = hand_settle(&ann.hand) == HAND_HELD;
  hand_start(&bob.hand, "Bob", take, &bob);
  (void)hand_settle(&bob.hand);
  bounded_close(queue);
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  EXPECT_NUMBER("how many have taken the one item", ann.did + bob.did, 1);
  bounded_free(queue);
  return held;
}

static void one_item_goes_to_one_taker(void) {
  judge_tell(
      "One item is in the queue. Ann takes, and is held behind an unlock; Bob "
      "takes, and does all he can; the queue is closed; Ann goes on.");
  for (int at = 1; held_while_another_takes(at); at++) continue;
}

// Free running, for the thread sanitizer. One and one: nobody can snatch
// another's item, so that luck decides nothing here.
enum { TIMES = 500 };

static void put_many(void *arg) {
  User *user = arg;
  for (int i = 0; i < TIMES; i++) user->item += bounded_put(user->queue, i);
}

static void one_putter_and_one_taker_lose_nothing(void) {
  BoundedQueue *queue = queue_with(2, 0);
  User ann = {.queue = queue};
  hand_start(&ann.hand, "Ann", put_many, &ann);
  int taken = 0;
  bool in_order = true;
  for (int i = 0; i < TIMES; i++) {
    int item = UNTOUCHED;
    taken += bounded_take(queue, &item);
    in_order &= item == i;
  }
  hand_join(&ann.hand);
  EXPECT_NUMBER("how many items went in", ann.item, TIMES);
  EXPECT_NUMBER("how many items came out", taken, TIMES);
  EXPECT("they should come out in the order in which they went in", in_order);
  bounded_free(queue);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_thread_alone_gets_all_out_in_order),
                         CASE(who_finds_it_full_waits_for_room),
                         CASE(who_finds_it_empty_waits_for_an_item),
                         CASE(what_is_in_a_closed_queue_can_still_be_taken),
                         CASE(closing_wakes_all_who_wait),
                         CASE(what_comes_between_look_and_sleep_is_not_missed),
                         CASE(one_item_goes_to_one_taker),
                         CASE(one_putter_and_one_taker_lose_nothing),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
