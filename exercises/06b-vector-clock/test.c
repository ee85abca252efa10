// Small histories in which one knows what came before what, and long ones at
// random, which are compared with the arrows drawn between their events.
#include "../judge.h"
#include "base/rng.h"
#include "vector_clock.h"

enum { ANN, BOB, CARL, DORA };

static const char *const order_names[] = {"the same", "before", "after",
                                          "concurrent"};

static void expect_order(const char *what, const VectorClock *one,
                         const VectorClock *other, Order expected) {
  EXPECT_TEXT(what, order_names[clock_compare(one, other)],
              order_names[expected]);
}

static void an_actors_own_events_are_in_order(void) {
  VectorClock ann = {{0}};
  clock_step(&ann, ANN);
  VectorClock first = ann;
  clock_step(&ann, ANN);
  VectorClock second = ann;
  judge_tell("Ann takes two steps.");
  expect_order("the first one and the second", &first, &second, BEFORE);
  expect_order("the second one and the first", &second, &first, AFTER);
  expect_order("the first one and itself", &first, &first, SAME);
}

static void a_sending_comes_before_its_receiving(void) {
  VectorClock ann = {{0}};
  VectorClock bob = {{0}};
  VectorClock message = clock_send(&ann, ANN);
  VectorClock sent = ann;
  clock_receive(&bob, BOB, &message);
  judge_tell("Ann sends, Bob receives.");
  expect_order("what the message carries, and Ann's time after the sending",
               &message, &sent, SAME);
  expect_order("the sending and the receiving", &sent, &bob, BEFORE);
}

static void who_has_not_heard_of_each_other_is_concurrent(void) {
  VectorClock ann = {{0}};
  VectorClock bob = {{0}};
  clock_step(&ann, ANN);
  clock_step(&bob, BOB);
  clock_step(&bob, BOB);
  judge_tell("Ann takes one step, Bob two, and they send nothing.");
  expect_order("Ann's step and Bob's second", &ann, &bob, CONCURRENT);
  expect_order("Bob's second step and Ann's", &bob, &ann, CONCURRENT);
}

static void a_sender_does_not_learn_of_the_receiving(void) {
  VectorClock ann = {{0}};
  VectorClock bob = {{0}};
  VectorClock message = clock_send(&ann, ANN);
  clock_step(&ann, ANN);
  VectorClock after_sending = ann;
  clock_receive(&bob, BOB, &message);
  judge_tell("Ann sends to Bob and takes a step; then Bob receives.");
  expect_order("Ann's later step and Bob's receiving", &after_sending, &bob,
               CONCURRENT);
}

static void news_travels_by_a_third(void) {
  VectorClock ann = {{0}};
  VectorClock bob = {{0}};
  VectorClock carl = {{0}};
  VectorClock to_bob = clock_send(&ann, ANN);
  VectorClock sent = ann;
  clock_receive(&bob, BOB, &to_bob);
  VectorClock to_carl = clock_send(&bob, BOB);
  clock_receive(&carl, CARL, &to_carl);
  judge_tell("Ann sends to Bob, and then Bob to Carl.");
  expect_order("Ann's sending and Carl's receiving", &sent, &carl, BEFORE);
}

static void old_news_takes_nothing_back(void) {
  VectorClock ann = {{0}};
  VectorClock bob = {{0}};
  VectorClock old = clock_send(&ann, ANN);
  VectorClock latest = clock_send(&ann, ANN);
  VectorClock second = ann;
  clock_receive(&bob, BOB, &latest);
  clock_receive(&bob, BOB, &old);
  judge_tell("Ann sends twice, and her second message overtakes the first.");
  expect_order("the second sending and Bob's second receiving", &second, &bob,
               BEFORE);
}

// ---- At random: events, and who reaches whom by arrows ----

enum { EVENTS = 60 };

typedef struct Event {
  VectorClock time;
  bool after[EVENTS];  // which came before it
} Event;

static Event events[EVENTS];
static int last_of[CLOCKS];  // -1: none yet

// The event, and all that came before it, come before this one.
static void draw_arrow(int from, int to) {
  if (from < 0) return;
  events[to].after[from] = true;
  for (int i = 0; i < from; i++) {
    events[to].after[i] = events[to].after[i] || events[from].after[i];
  }
}

static void happen(Rng *rng, VectorClock clocks[CLOCKS], int number) {
  int who = (int)rng_below(rng, CLOCKS);
  int from = number > 0 ? (int)rng_below(rng, (u64)number) : -1;
  events[number] = (Event){.after = {false}};
  draw_arrow(last_of[who], number);
  if (from >= 0 && rng_below(rng, 2) == 0) {
    clock_receive(&clocks[who], who, &events[from].time);
    draw_arrow(from, number);
  } else {
    (void)clock_send(&clocks[who], who);
  }
  events[number].time = clocks[who];
  last_of[who] = number;
}

static Order drawn(int one, int other) {
  if (one == other) return SAME;
  if (one < other) return events[other].after[one] ? BEFORE : CONCURRENT;
  return events[one].after[other] ? AFTER : CONCURRENT;
}

static void all_of_a_long_history_is_as_the_arrows_say(void) {
  for (u64 seed = 0; seed < 20; seed++) {
    Rng rng;
    rng_seed(&rng, seed);
    VectorClock clocks[CLOCKS] = {{{0}}};
    for (int i = 0; i < CLOCKS; i++) last_of[i] = -1;
    for (int i = 0; i < EVENTS; i++) happen(&rng, clocks, i);
    judge_tell("%d events of four actors at random, history %d.", EVENTS,
               (int)seed);
    for (int i = 0; i < EVENTS; i++) {
      for (int k = 0; k < EVENTS; k++) {
        expect_order("two of its events", &events[i].time, &events[k].time,
                     drawn(i, k));
      }
    }
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(an_actors_own_events_are_in_order),
                         CASE(who_has_not_heard_of_each_other_is_concurrent),
                         CASE(a_sending_comes_before_its_receiving),
                         CASE(a_sender_does_not_learn_of_the_receiving),
                         CASE(news_travels_by_a_third),
                         CASE(old_news_takes_nothing_back),
                         CASE(all_of_a_long_history_is_as_the_arrows_say),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
