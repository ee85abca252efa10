// What a counter must do, in the order in which one would build it.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "counter.h"

static void a_new_counter_has_counted_0(void) {
  Counter *counter = counter_spawn();
  EXPECT_NUMBER("the answer of a new counter", counter_get(counter), 0);
  EXPECT_NUMBER("the last count, at its stop", counter_stop(counter), 0);
}

static void it_adds_what_it_is_told(void) {
  Counter *counter = counter_spawn();
  counter_inc(counter, 42);
  EXPECT_NUMBER("the answer after inc 42", counter_get(counter), 42);
  counter_inc(counter, -2);
  EXPECT_NUMBER("the answer after inc 42 and inc -2", counter_get(counter), 40);
  counter_inc(counter, (i64)1 << 40);
  EXPECT_NUMBER("the last count, after one more inc of 2 to the 40th",
                counter_stop(counter), ((i64)1 << 40) + 40);
}

static void two_counters_count_apart(void) {
  Counter *apples = counter_spawn();
  Counter *pears = counter_spawn();
  counter_inc(apples, 3);
  counter_inc(pears, 4);
  EXPECT_NUMBER("the first counter's answer", counter_get(apples), 3);
  EXPECT_NUMBER("the second counter's answer", counter_get(pears), 4);
  EXPECT_NUMBER("the first one's last count", counter_stop(apples), 3);
  EXPECT_NUMBER("the second one's last count", counter_stop(pears), 4);
}

typedef struct Asker {
  Counter *counter;
  int incs;    // told before it asks
  i64 answer;  // written by the hand, read when it has been joined
  Hand hand;
} Asker;

static void ask(void *arg) {
  Asker *asker = arg;
  for (int i = 0; i < asker->incs; i++) counter_inc(asker->counter, 1);
  asker->answer = counter_get(asker->counter);
}

static void tell_only(void *arg) {
  Asker *asker = arg;
  for (int i = 0; i < asker->incs; i++) counter_inc(asker->counter, 1);
}

static void stop(void *arg) {
  Asker *asker = arg;
  asker->answer = counter_stop(asker->counter);
}

static void settle(Asker *asker, const char *name, void (*act)(void *arg),
                   HandState wanted, const char *what) {
  hand_start(&asker->hand, name, act, asker);
  EXPECT(what, hand_settle(&asker->hand) == wanted);
}

// Holds the counter's thread, with an inc of 1 in hand.
static Counter *held_counter(void) {
  Counter *counter = counter_spawn();
  gate_close();
  Asker first = {.counter = counter, .incs = 1};
  settle(&first, "first", tell_only, HAND_DONE,
         "counter_inc should send and go on: the counter is busy, its mailbox "
         "empty, and counter_inc does not come back");
  EXPECT(
      "counter_inc should put a message into the mailbox, and the counter's "
      "thread take it out by channel_recv; nobody came for one",
      gate_holds(1));
  hand_join(&first.hand);
  return counter;
}

static void to_tell_is_not_to_wait(void) {
  Counter *counter = held_counter();
  Asker teller = {.counter = counter, .incs = COUNTER_ROOM};
  settle(&teller, "teller", tell_only, HAND_DONE,
         "counter_inc should send and go on: the counter is busy, there is "
         "room in its mailbox, and counter_inc does not come back");
  gate_open();
  hand_join(&teller.hand);
  EXPECT_NUMBER("the last count", counter_stop(counter), 1 + COUNTER_ROOM);
}

static void a_full_mailbox_makes_the_teller_wait(void) {
  Counter *counter = held_counter();
  Asker teller = {.counter = counter, .incs = 10 * COUNTER_ROOM};
  settle(&teller, "teller", tell_only, HAND_WAITS,
         "counter_inc should wait while the mailbox is full: the counter is "
         "busy, and it took in ten times as many as there is room for");
  gate_open();
  hand_join(&teller.hand);
  EXPECT_NUMBER(
      "the last count, after 1 and 160 times inc 1, the counter "
      "being slow",
      counter_stop(counter), 1 + 10 * COUNTER_ROOM);
}

static void only_the_counter_itself_answers(void) {
  Counter *counter = held_counter();
  Asker asker = {.counter = counter, .incs = 5};
  settle(&asker, "asker", ask, HAND_WAITS,
         "counter_get came back while the counter was busy: somebody else "
         "must have looked at the count");
  gate_open();
  hand_join(&asker.hand);
  EXPECT_NUMBER("the answer to get, behind 6 times inc 1", asker.answer, 6);
  EXPECT_NUMBER("the last count", counter_stop(counter), 6);
}

static void each_asker_gets_its_own_answer(void) {
  Counter *counter = held_counter();
  Asker ann = {.counter = counter, .incs = 1};
  Asker bob = {.counter = counter, .incs = 1};
  settle(&ann, "Ann", ask, HAND_WAITS, "Ann's counter_get should wait");
  settle(&bob, "Bob", ask, HAND_WAITS, "Bob's counter_get should wait");
  judge_tell(
      "Ann told inc 1 and asked; Bob told inc 1 and asked; only then "
      "the counter, at 1, came to handle all four.");
  gate_open();
  hand_join(&ann.hand);
  hand_join(&bob.hand);
  EXPECT_NUMBER("Ann's answer", ann.answer, 2);
  EXPECT_NUMBER("Bob's answer", bob.answer, 3);
  judge_tell("%s", "");
  EXPECT_NUMBER("the last count", counter_stop(counter), 3);
}

static void stop_lets_it_handle_all_it_was_told(void) {
  Counter *counter = held_counter();
  Asker teller = {.counter = counter, .incs = COUNTER_ROOM};
  settle(&teller, "teller", tell_only, HAND_DONE,
         "counter_inc should send and go on");
  hand_join(&teller.hand);
  Asker stopper = {.counter = counter};
  settle(&stopper, "stopper", stop, HAND_WAITS,
         "counter_stop came back while the counter was still busy: it should "
         "wait until the thread has ended");
  gate_open();
  hand_join(&stopper.hand);
  EXPECT_NUMBER("the last count, with 17 times inc 1 told before the stop",
                stopper.answer, 1 + COUNTER_ROOM);
}

static void nothing_is_left_after_the_stop(void) {
  i64 before = mem_live();
  Counter *counter = counter_spawn();
  counter_inc(counter, 1);
  EXPECT_NUMBER("the answer", counter_get(counter), 1);
  EXPECT_NUMBER("the last count", counter_stop(counter), 1);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

// Free running, for the sanitizers.
static void many_may_tell_and_ask_at_once(void) {
  enum { HANDS = 3, INCS = 200 };
  Counter *counter = counter_spawn();
  Asker askers[HANDS];
  for (int i = 0; i < HANDS; i++) {
    askers[i] = (Asker){.counter = counter, .incs = INCS};
    hand_start(&askers[i].hand, "asker", ask, &askers[i]);
  }
  for (int i = 0; i < HANDS; i++) hand_join(&askers[i].hand);
  EXPECT_NUMBER("the last count, after 3 threads told inc 1 200 times each",
                counter_stop(counter), HANDS * INCS);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_new_counter_has_counted_0),
                         CASE(it_adds_what_it_is_told),
                         CASE(two_counters_count_apart),
                         CASE(to_tell_is_not_to_wait),
                         CASE(a_full_mailbox_makes_the_teller_wait),
                         CASE(only_the_counter_itself_answers),
                         CASE(each_asker_gets_its_own_answer),
                         CASE(stop_lets_it_handle_all_it_was_told),
                         CASE(nothing_is_left_after_the_stop),
                         CASE(many_may_tell_and_ask_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
