// Tests of passing/channel: above all who closes while who waits. Items are
// pointers to blocks, so that a lost one is a leak and one delivered twice is
// freed twice, which the address sanitizer sees.
#include "passing/channel.h"

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread.h"
#include "support.h"

static Channel *open_channel(size_t capacity) {
  Channel *channel = channel_new(sizeof(int *), capacity);
  CU_ASSERT_PTR_NOT_NULL_FATAL(channel);
  return channel;
}

static int *new_item(int number) {
  int *item = mem_new(int);
  *item = number;
  return item;
}

static void must_send(Channel *channel, int number) {
  int *item = new_item(number);
  CU_ASSERT_EQUAL(channel_send(channel, &item, NOW), CHANNEL_OK);
  CU_ASSERT_PTR_NULL(item);
}

static void must_recv(Channel *channel, int number) {
  int *item = NULL;
  CU_ASSERT_EQUAL_FATAL(channel_recv(channel, &item, NOW), CHANNEL_OK);
  CU_ASSERT_EQUAL(*item, number);
  mem_free(item);
}

// Undelivered items, in the order they were handed back; main thread only.
static int returned[8];
static int returned_count;

static void take_back(void *item) {
  int **owned = item;
  returned[returned_count++] = **owned;
  mem_free(*owned);
}

// One operation on a thread of its own.
typedef struct Try {
  Channel *channel;
  int *item;
  Deadline deadline;
  ChannelOutcome outcome;  // valid after the join
  Thread thread;
} Try;

static void send_once(void *arg) {
  Try *try = arg;
  try->outcome = channel_send(try->channel, &try->item, try->deadline);
}

static void recv_once(void *arg) {
  Try *try = arg;
  try->outcome = channel_recv(try->channel, &try->item, try->deadline);
}

static void start_waiting(Try *try, void (*act)(void *arg)) {
  size_t before = channel_waiting(try->channel);
  CU_ASSERT_TRUE_FATAL(thread_start(&try->thread, "waiter", act, try));
  wait_until(channel_waiting(try->channel) == before + 1, PATIENCE);
}

static void a_sent_item_has_moved(void) {
  Channel *channel = open_channel(2);
  must_send(channel, 1);
  must_send(channel, 2);
  CU_ASSERT_EQUAL(channel_length(channel), 2);
  must_recv(channel, 1);
  must_recv(channel, 2);
  channel_drop_sender(channel);
  channel_drop_receiver(channel, NULL);
}

static void a_refused_item_stays_with_the_sender(void) {
  Channel *channel = open_channel(1);
  must_send(channel, 1);
  int *item = new_item(2);
  CU_ASSERT_EQUAL(channel_send(channel, &item, NOW), CHANNEL_FULL);
  CU_ASSERT_EQUAL(channel_send(channel, &item, after_us(1)), CHANNEL_TIMEOUT);
  must_recv(channel, 1);
  channel_drop_receiver(channel, NULL);
  CU_ASSERT_EQUAL(channel_send(channel, &item, NEVER), CHANNEL_CLOSED);
  CU_ASSERT_PTR_NOT_NULL_FATAL(item);
  CU_ASSERT_EQUAL(*item, 2);
  mem_free(item);
  channel_drop_sender(channel);
}

static void an_empty_channel_leaves_the_receivers_item_alone(void) {
  Channel *channel = open_channel(1);
  int *item = NULL;
  CU_ASSERT_EQUAL(channel_recv(channel, &item, NOW), CHANNEL_EMPTY);
  CU_ASSERT_EQUAL(channel_recv(channel, &item, after_us(1)), CHANNEL_TIMEOUT);
  channel_drop_sender(channel);
  CU_ASSERT_EQUAL(channel_recv(channel, &item, NEVER), CHANNEL_CLOSED);
  CU_ASSERT_PTR_NULL(item);
  channel_drop_receiver(channel, NULL);
}

static void the_last_senders_end_lets_the_receiver_drain(void) {
  Channel *channel = open_channel(2);
  channel_add_sender(channel);
  must_send(channel, 1);
  channel_drop_sender(channel);
  must_send(channel, 2);
  channel_drop_sender(channel);
  must_recv(channel, 1);
  must_recv(channel, 2);
  int *item = NULL;
  CU_ASSERT_EQUAL(channel_recv(channel, &item, NOW), CHANNEL_CLOSED);
  channel_drop_receiver(channel, NULL);
}

static void only_the_last_senders_end_wakes_a_waiting_receiver(void) {
  Channel *channel = open_channel(1);
  channel_add_sender(channel);
  channel_add_sender(channel);
  Try try = {.channel = channel, .deadline = NEVER};
  start_waiting(&try, recv_once);
  channel_drop_sender(channel);
  channel_drop_sender(channel);
  CU_ASSERT_EQUAL(channel_waiting(channel), 1);
  channel_drop_sender(channel);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, CHANNEL_CLOSED);
  channel_drop_receiver(channel, NULL);
}

static void the_receivers_end_wakes_waiting_senders_who_keep_their_items(void) {
  Channel *channel = open_channel(1);
  must_send(channel, 1);
  Try tries[2];
  for (int i = 0; i < 2; i++) {
    tries[i] =
        (Try){.channel = channel, .item = new_item(10 + i), .deadline = NEVER};
    start_waiting(&tries[i], send_once);
  }
  returned_count = 0;
  channel_drop_receiver(channel, take_back);
  for (int i = 0; i < 2; i++) {
    thread_join(&tries[i].thread);
    CU_ASSERT_EQUAL(tries[i].outcome, CHANNEL_CLOSED);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tries[i].item);
    CU_ASSERT_EQUAL(*tries[i].item, 10 + i);
    mem_free(tries[i].item);
  }
  CU_ASSERT_EQUAL(returned_count, 1);
  channel_drop_sender(channel);
}

static void the_receivers_end_hands_leftovers_back_oldest_first(void) {
  Channel *channel = open_channel(4);
  for (int i = 1; i <= 4; i++) must_send(channel, i);
  must_recv(channel, 1);
  returned_count = 0;
  channel_drop_receiver(channel, take_back);
  CU_ASSERT_EQUAL_FATAL(returned_count, 3);
  for (int i = 0; i < 3; i++) CU_ASSERT_EQUAL(returned[i], i + 2);
  channel_drop_sender(channel);
}

static void leftovers_come_back_after_the_senders_are_gone_too(void) {
  Channel *channel = open_channel(4);
  must_send(channel, 1);
  channel_drop_sender(channel);
  returned_count = 0;
  channel_drop_receiver(channel, take_back);
  CU_ASSERT_EQUAL(returned_count, 1);
}

static Channel *reentered;

static void use_the_channel(void *item) {
  // Under a lock of the channel's this would hang or fail a check.
  CU_ASSERT_EQUAL(channel_send(reentered, item, NOW), CHANNEL_CLOSED);
  CU_ASSERT_EQUAL(thread_locks_held(), 0);
  take_back(item);
}

static void leftovers_come_back_under_no_lock(void) {
  Channel *channel = open_channel(2);
  reentered = channel;
  must_send(channel, 1);
  returned_count = 0;
  channel_drop_receiver(channel, use_the_channel);
  CU_ASSERT_EQUAL(returned_count, 1);
  channel_drop_sender(channel);
}

static void a_waiting_receiver_gets_what_a_sender_sends_and_drops(void) {
  Channel *channel = open_channel(1);
  Try try = {.channel = channel, .deadline = NEVER};
  start_waiting(&try, recv_once);
  must_send(channel, 3);
  channel_drop_sender(channel);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, CHANNEL_OK);
  CU_ASSERT_EQUAL(*try.item, 3);
  mem_free(try.item);
  channel_drop_receiver(channel, NULL);
}

static void a_waiting_sender_gets_the_room_a_receiver_makes(void) {
  Channel *channel = open_channel(1);
  must_send(channel, 1);
  Try try = {.channel = channel, .item = new_item(2), .deadline = PATIENCE};
  start_waiting(&try, send_once);
  must_recv(channel, 1);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, CHANNEL_OK);
  CU_ASSERT_PTR_NULL(try.item);
  must_recv(channel, 2);
  channel_drop_sender(channel);
  channel_drop_receiver(channel, NULL);
}

static void without_memory_there_is_no_channel(void) {
  int attempts = 0;
  Channel *channel = NULL;
  while (!channel) {
    memory_ends_after(attempts++);
    channel = channel_new(sizeof(int *), 1);
    bool refused = memory_is_back();
    CU_ASSERT_EQUAL(refused, channel == NULL);
  }
  CU_ASSERT_TRUE(attempts > 2);
  channel_drop_sender(channel);
  channel_drop_receiver(channel, NULL);
}

static void add_sender(void *channel) {
  channel_add_sender(channel);
}

static void drop_sender(void *channel) {
  channel_drop_sender(channel);
}

static void a_sender_more_than_there_are_is_a_bug(void) {
  Channel *channel = open_channel(1);
  channel_drop_sender(channel);
  CU_ASSERT_TRUE(fails_a_check(add_sender, channel));
  channel_drop_receiver(channel, NULL);

  channel = open_channel(1);
  channel_drop_sender(channel);
  CU_ASSERT_TRUE(fails_a_check(drop_sender, channel));
  channel_drop_receiver(channel, NULL);
}

// Random endings: each of the senders sends some items and drops its end, the
// receiver takes some and drops its own, in whatever order the threads run.

enum { SENDERS = 3, RUNS = 150 };

typedef struct Party {
  Channel *channel;
  u64 items;      // to send
  int delivered;  // sent and accepted; valid after the join
  Thread thread;
} Party;

static void send_some(void *arg) {
  Party *party = arg;
  for (u64 i = 0; i < party->items; i++) {
    int *item = new_item(1);
    Deadline deadline = i % 3 == 0 ? NEVER : after_us((i64)i % 5);
    if (channel_send(party->channel, &item, deadline) == CHANNEL_OK) {
      party->delivered++;
    } else {
      mem_free(item);
    }
  }
  channel_drop_sender(party->channel);
}

static void run_random_endings(Rng *rng) {
  Channel *channel = open_channel(1 + (size_t)rng_below(rng, 3));
  Party parties[SENDERS];
  for (int i = 0; i < SENDERS; i++) {
    if (i > 0) channel_add_sender(channel);
    parties[i] = (Party){.channel = channel, .items = rng_below(rng, 20)};
  }
  for (int i = 0; i < SENDERS; i++) {
    CU_ASSERT_TRUE_FATAL(
        thread_start(&parties[i].thread, "sender", send_some, &parties[i]));
  }
  int received = 0;
  u64 wanted = rng_below(rng, 40);
  int *item = NULL;
  while (wanted-- > 0 && channel_recv(channel, &item, NEVER) == CHANNEL_OK) {
    received++;
    mem_free(item);
  }
  returned_count = 0;
  channel_drop_receiver(channel, take_back);
  int delivered = 0;
  for (int i = 0; i < SENDERS; i++) {
    thread_join(&parties[i].thread);
    delivered += parties[i].delivered;
  }
  CU_ASSERT_EQUAL(delivered, received + returned_count);
}

static void in_any_order_of_endings_each_item_has_one_owner(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < RUNS; i++) run_random_endings(&rng);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_sent_item_has_moved),
      CASE(a_refused_item_stays_with_the_sender),
      CASE(an_empty_channel_leaves_the_receivers_item_alone),
      CASE(the_last_senders_end_lets_the_receiver_drain),
      CASE(only_the_last_senders_end_wakes_a_waiting_receiver),
      CASE(the_receivers_end_wakes_waiting_senders_who_keep_their_items),
      CASE(the_receivers_end_hands_leftovers_back_oldest_first),
      CASE(leftovers_come_back_after_the_senders_are_gone_too),
      CASE(leftovers_come_back_under_no_lock),
      CASE(a_waiting_receiver_gets_what_a_sender_sends_and_drops),
      CASE(a_waiting_sender_gets_the_room_a_receiver_makes),
      CASE(without_memory_there_is_no_channel),
      CASE(a_sender_more_than_there_are_is_a_bug),
      CASE(in_any_order_of_endings_each_item_has_one_owner),
      CU_TEST_INFO_NULL,
  };
  return run_suite("channel", cases);
}
