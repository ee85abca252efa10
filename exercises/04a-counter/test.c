// What a counter must do, in the order in which one would build it.
#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "counter.h"

// Asks first, so that nothing is left to be handled at the stop.
static void end(Counter *counter, i64 count) {
  EXPECT_NUMBER("the answer to the last get", counter_get(counter), count);
  EXPECT_NUMBER("the last count, which counter_stop gives",
                counter_stop(counter), count);
}

static void a_new_counter_has_counted_0(void) {
  Counter *counter = counter_spawn();
  EXPECT_NUMBER("the answer of a new counter", counter_get(counter), 0);
  end(counter, 0);
}

typedef struct Asker {
  Counter *counter;
  int incs;    // told before it asks
  i64 amount;  // of each; 0 is 1
  i64 answer;  // written by the hand, read when it has been joined
  Hand hand;
} Asker;

static void tell(const Asker *asker) {
  i64 amount = asker->amount ? asker->amount : 1;
  for (int i = 0; i < asker->incs; i++) counter_inc(asker->counter, amount);
}

static void ask(void *arg) {
  Asker *asker = arg;
  tell(asker);
  asker->answer = counter_get(asker->counter);
}

static void tell_only(void *arg) {
  tell(arg);
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

// The counter is held with the inc in hand, so that an answer that comes now
// cannot be its own.
static void it_adds_what_it_is_told(void) {
  Counter *counter = counter_spawn();
  gate_close();
  Asker asker = {.counter = counter, .incs = 1, .amount = 42};
  hand_start(&asker.hand, "asker", ask, &asker);
  if (hand_settle(&asker.hand) == HAND_DONE) {
    judge_tell(
        "counter_get came back, but not with an answer of the counter's "
        "thread, which was still busy.");
    EXPECT_NUMBER("the answer after inc 42", asker.answer, 42);
    EXPECT("the answer should come from the counter's own thread", false);
  }
  gate_open();
  hand_join(&asker.hand);
  EXPECT_NUMBER("the answer after inc 42", asker.answer, 42);
  counter_inc(counter, -2);
  EXPECT_NUMBER("the answer after inc 42 and inc -2", counter_get(counter), 40);
  end(counter, 40);
}

static void two_counters_count_apart(void) {
  Counter *apples = counter_spawn();
  Counter *pears = counter_spawn();
  counter_inc(apples, 3);
  EXPECT_NUMBER("the first counter's answer", counter_get(apples), 3);
  counter_inc(pears, 4);
  EXPECT_NUMBER("the second counter's answer", counter_get(pears), 4);
  end(apples, 3);
  end(pears, 4);
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
  end(counter, 1 + COUNTER_ROOM);
}

static void a_full_mailbox_makes_the_teller_wait(void) {
  Counter *counter = held_counter();
  Asker teller = {.counter = counter, .incs = 10 * COUNTER_ROOM};
  settle(&teller, "teller", tell_only, HAND_WAITS,
         "counter_inc should wait while the mailbox is full: the counter is "
         "busy, and it took in ten times as many as there is room for");
  gate_open();
  hand_join(&teller.hand);
  end(counter, 1 + 10 * COUNTER_ROOM);
}

// Nothing here puts Bob's asking behind Ann's but the mailbox.
static void each_asker_gets_its_own_answer(void) {
  Counter *counter = held_counter();
  Asker ann = {.counter = counter};
  Asker bob = {.counter = counter};
  Asker teller = {.counter = counter, .incs = 1};
  settle(&ann, "Ann", ask, HAND_WAITS, "Ann's counter_get should wait");
  settle(&teller, "teller", tell_only, HAND_DONE,
         "counter_inc should send and go on");
  settle(&bob, "Bob", ask, HAND_WAITS, "Bob's counter_get should wait");
  judge_tell(
      "Ann asked, somebody told inc 1, Bob asked; only then the counter, at 1, "
      "came to handle all three.");
  gate_open();
  hand_join(&ann.hand);
  hand_join(&teller.hand);
  hand_join(&bob.hand);
  EXPECT_NUMBER("Ann's answer", ann.answer, 1);
  EXPECT_NUMBER("Bob's answer", bob.answer, 2);
  judge_tell("%s", "");
  end(counter, 2);
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
  end(counter, 1);
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
                         CASE(each_asker_gets_its_own_answer),
                         CASE(stop_lets_it_handle_all_it_was_told),
                         CASE(nothing_is_left_after_the_stop),
                         CASE(many_may_tell_and_ask_at_once),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
