// Visitors one after the other; where the counts lie, and that no lock is
// made; then a keeper at each gate and the watchman, all at once.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../judge.h"
#include "../stage.h"
#include "base/check.h"
#include "zoo.h"

static int grounds;  // taken and not given back

void *ground_take(size_t size) {
  size_t whole = (size + LINE - 1) / LINE * LINE;
  void *ground = aligned_alloc(LINE, whole);
  CHECK(ground != NULL);
  grounds++;
  return memset(ground, 0, whole);
}

void ground_give(void *ground) {
  grounds--;
  free(ground);
}

static void visitors_one_after_another_are_counted(void) {
  Zoo *zoo = zoo_new();
  Zoo *other = zoo_new();
  EXPECT_NUMBER("how many are in a zoo nobody has entered", zoo_inside(zoo), 0);
  for (int gate = 0; gate < GATES; gate++) {
    zoo_enter(zoo, gate);
    zoo_enter(zoo, gate);
    judge_tell("Two have come in at each of the gates 0 to %d.", gate);
    EXPECT_NUMBER("how many are inside", zoo_inside(zoo), 2 * gate + 2);
  }
  for (int gate = 0; gate < GATES; gate++) {
    zoo_leave(zoo, gate);
    judge_tell(
        "Six were inside. One has gone out at each of the gates 0 to %d.",
        gate);
    EXPECT_NUMBER("how many are inside", zoo_inside(zoo), 5 - gate);
  }
  for (int i = 0; i < 3; i++) zoo_leave(zoo, 1);
  judge_tell("Six came in, at all gates, and all six have gone out.");
  EXPECT_NUMBER("how many are inside", zoo_inside(zoo), 0);
  zoo_enter(zoo, 0);
  zoo_enter(other, 2);
  zoo_leave(other, 0);
  judge_tell("There are two zoos, and somebody is in the first one.");
  EXPECT_NUMBER("how many are in the first", zoo_inside(zoo), 1);
  EXPECT_NUMBER("how many are in the other one", zoo_inside(other), 0);
  zoo_free(other);
  zoo_free(zoo);
  judge_tell("%s", "");
  EXPECT_NUMBER("pieces of ground not given back", grounds, 0);
}

static void no_gate_has_a_lock(void) {
  int before = stage_locks_live();
  Zoo *zoo = zoo_new();
  judge_tell("A keeper who has to wait for a lock is a queue at the gate.");
  EXPECT_NUMBER("how many locks a zoo has", stage_locks_live() - before, 0);
  zoo_free(zoo);
}

static void each_gate_has_a_line_of_its_own(void) {
  Zoo *zoo = zoo_new();
  for (int i = 0; i < GATES; i++) {
    for (int j = 0; j < i; j++) {
      uintptr_t one = (uintptr_t)zoo_gate(zoo, i);
      uintptr_t other = (uintptr_t)zoo_gate(zoo, j);
      uintptr_t apart = one > other ? one - other : other - one;
      judge_tell(
          "The counts of gates %d and %d are %ju bytes apart. What one core "
          "writes, it takes away from all others as a line of %d bytes.",
          j, i, (uintmax_t)apart, LINE);
      EXPECT("what two gates write should not lie in one line", apart >= LINE);
    }
  }
  zoo_free(zoo);
}

// Free running, for the thread sanitizer. Each keeper is alone at the gate, so
// that luck decides nothing.
enum { TIMES = 500 };

typedef struct Keeper {
  Zoo *zoo;
  int gate;
  long seen;
  Hand hand;
} Keeper;

static void keep_the_gate(void *arg) {
  Keeper *keeper = arg;
  for (int i = 0; i < TIMES; i++) {
    zoo_enter(keeper->zoo, keeper->gate);
    if (i % 5 != 0) zoo_leave(keeper->zoo, keeper->gate);
  }
}

static void watch(void *arg) {
  Keeper *watchman = arg;
  for (int i = 0; i < TIMES; i++) watchman->seen |= zoo_inside(watchman->zoo);
}

static void a_keeper_at_each_gate_loses_nobody(void) {
  Zoo *zoo = zoo_new();
  Keeper keepers[GATES];
  Keeper watchman = {.zoo = zoo};
  for (int gate = 0; gate < GATES; gate++) {
    keepers[gate] = (Keeper){.zoo = zoo, .gate = gate};
    hand_start(&keepers[gate].hand, "keeper", keep_the_gate, &keepers[gate]);
  }
  hand_start(&watchman.hand, "watchman", watch, &watchman);
  for (int gate = 0; gate < GATES; gate++) hand_join(&keepers[gate].hand);
  hand_join(&watchman.hand);
  judge_tell("500 came in at each of three gates, and 400 went out at each.");
  EXPECT_NUMBER("how many are inside", zoo_inside(zoo), GATES * TIMES / 5);
  zoo_free(zoo);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(visitors_one_after_another_are_counted), CASE(no_gate_has_a_lock),
      CASE(each_gate_has_a_line_of_its_own),
      CASE(a_keeper_at_each_gate_loses_nobody), CU_TEST_INFO_NULL};
  return judge(cases);
}
