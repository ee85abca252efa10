// Tests of passing/oneshot: each way in which its two halves can end.
#include "passing/oneshot.h"

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread.h"
#include "support.h"

static Oneshot *open_oneshot(void) {
  Oneshot *oneshot = oneshot_new(sizeof(int *));
  CU_ASSERT_PTR_NOT_NULL_FATAL(oneshot);
  return oneshot;
}

static int *new_item(int number) {
  int *item = mem_new(int);
  *item = number;
  return item;
}

static int returned_count;  // main thread only

static void take_back(void *item) {
  int **owned = item;
  returned_count++;
  mem_free(*owned);
}

typedef struct Try {
  Oneshot *oneshot;
  int *item;
  Deadline deadline;
  OneshotOutcome outcome;  // valid after the join
  Thread thread;
} Try;

static void take_once(void *arg) {
  Try *try = arg;
  try->outcome = oneshot_take(try->oneshot, &try->item, try->deadline);
}

static void start_waiting(Try *try) {
  CU_ASSERT_TRUE_FATAL(thread_start(&try->thread, "taker", take_once, try));
  wait_until(oneshot_is_awaited(try->oneshot), PATIENCE);
}

static void a_value_put_first_is_taken_at_once(void) {
  Oneshot *oneshot = open_oneshot();
  int *item = new_item(42), *got = NULL;
  CU_ASSERT_EQUAL(oneshot_put(oneshot, &item), ONESHOT_OK);
  CU_ASSERT_PTR_NULL(item);
  CU_ASSERT_EQUAL(oneshot_take(oneshot, &got, NOW), ONESHOT_OK);
  CU_ASSERT_EQUAL(*got, 42);
  mem_free(got);
}

static void a_taker_waits_for_the_value(void) {
  Oneshot *oneshot = open_oneshot();
  Try try = {.oneshot = oneshot, .deadline = NEVER};
  start_waiting(&try);
  int *item = new_item(42);
  CU_ASSERT_EQUAL(oneshot_put(oneshot, &item), ONESHOT_OK);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, ONESHOT_OK);
  CU_ASSERT_EQUAL(*try.item, 42);
  mem_free(try.item);
}

static void a_taker_that_waits_learns_that_the_sender_is_gone(void) {
  Oneshot *oneshot = open_oneshot();
  Try try = {.oneshot = oneshot, .deadline = PATIENCE};
  start_waiting(&try);
  oneshot_drop_sender(oneshot);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, ONESHOT_DROPPED);
  CU_ASSERT_PTR_NULL(try.item);
}

static void a_taker_that_comes_later_learns_it_too(void) {
  Oneshot *oneshot = open_oneshot();
  int *got = NULL;
  oneshot_drop_sender(oneshot);
  CU_ASSERT_EQUAL(oneshot_take(oneshot, &got, NEVER), ONESHOT_DROPPED);
  CU_ASSERT_PTR_NULL(got);
}

static void after_a_timeout_the_value_can_still_be_taken(void) {
  Oneshot *oneshot = open_oneshot();
  int *item = new_item(42), *got = NULL;
  CU_ASSERT_EQUAL(oneshot_take(oneshot, &got, NOW), ONESHOT_TIMEOUT);
  CU_ASSERT_EQUAL(oneshot_take(oneshot, &got, after_us(1)), ONESHOT_TIMEOUT);
  CU_ASSERT_FALSE(oneshot_is_awaited(oneshot));
  CU_ASSERT_PTR_NULL(got);
  CU_ASSERT_EQUAL(oneshot_put(oneshot, &item), ONESHOT_OK);
  CU_ASSERT_EQUAL(oneshot_take(oneshot, &got, NOW), ONESHOT_OK);
  mem_free(got);
}

static void a_value_nobody_will_take_stays_with_the_sender(void) {
  Oneshot *oneshot = open_oneshot();
  int *item = new_item(42);
  oneshot_drop_receiver(oneshot, take_back);
  CU_ASSERT_EQUAL(oneshot_put(oneshot, &item), ONESHOT_DROPPED);
  CU_ASSERT_PTR_NOT_NULL_FATAL(item);
  CU_ASSERT_EQUAL(*item, 42);
  mem_free(item);
}

static void a_value_that_came_before_the_drop_is_handed_back(void) {
  Oneshot *oneshot = open_oneshot();
  int *item = new_item(42);
  CU_ASSERT_EQUAL(oneshot_put(oneshot, &item), ONESHOT_OK);
  returned_count = 0;
  oneshot_drop_receiver(oneshot, take_back);
  CU_ASSERT_EQUAL(returned_count, 1);
}

static void both_halves_dropped_leave_nothing(void) {
  Oneshot *oneshot = open_oneshot();
  oneshot_drop_receiver(oneshot, NULL);
  oneshot_drop_sender(oneshot);
  oneshot = open_oneshot();
  oneshot_drop_sender(oneshot);
  returned_count = 0;
  oneshot_drop_receiver(oneshot, take_back);
  CU_ASSERT_EQUAL(returned_count, 0);
}

static void without_memory_there_is_no_oneshot(void) {
  memory_ends_after(0);
  Oneshot *oneshot = oneshot_new(sizeof(int *));
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_PTR_NULL(oneshot);
}

enum { RUNS = 400 };

typedef struct Sender {
  Oneshot *oneshot;
  bool answers;
  bool accepted;  // valid after the join
  Thread thread;
} Sender;

static void answer_or_drop(void *arg) {
  Sender *sender = arg;
  if (!sender->answers) {
    oneshot_drop_sender(sender->oneshot);
    return;
  }
  int *item = new_item(1);
  sender->accepted = oneshot_put(sender->oneshot, &item) == ONESHOT_OK;
  if (!sender->accepted) mem_free(item);
}

static void run_random_endings(Rng *rng) {
  Oneshot *oneshot = open_oneshot();
  Sender sender = {.oneshot = oneshot, .answers = rng_below(rng, 4) > 0};
  CU_ASSERT_TRUE_FATAL(
      thread_start(&sender.thread, "sender", answer_or_drop, &sender));
  int *got = NULL;
  returned_count = 0;
  Deadline patience = after_us((i64)rng_below(rng, 60));
  OneshotOutcome outcome = oneshot_take(oneshot, &got, patience);
  if (outcome == ONESHOT_TIMEOUT) oneshot_drop_receiver(oneshot, take_back);
  mem_free(got);
  thread_join(&sender.thread);
  int arrived = (outcome == ONESHOT_OK) + returned_count;
  CU_ASSERT_EQUAL(arrived, sender.accepted);
  if (outcome == ONESHOT_DROPPED) CU_ASSERT_FALSE(sender.answers);
}

static void in_any_order_of_endings_the_value_has_one_owner(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < RUNS; i++) run_random_endings(&rng);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_value_put_first_is_taken_at_once),
      CASE(a_taker_waits_for_the_value),
      CASE(a_taker_that_waits_learns_that_the_sender_is_gone),
      CASE(a_taker_that_comes_later_learns_it_too),
      CASE(after_a_timeout_the_value_can_still_be_taken),
      CASE(a_value_nobody_will_take_stays_with_the_sender),
      CASE(a_value_that_came_before_the_drop_is_handed_back),
      CASE(both_halves_dropped_leave_nothing),
      CASE(without_memory_there_is_no_oneshot),
      CASE(in_any_order_of_endings_the_value_has_one_owner),
      CU_TEST_INFO_NULL,
  };
  return run_suite("oneshot", cases);
}
