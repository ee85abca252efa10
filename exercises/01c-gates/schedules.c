// test: no_order_of_their_steps_locks_anybody_in
//
// Ann is inside all the time. Bob comes in at one gate and goes out at another,
// Carl passes the same gates, and the watchman adds up: never less than one.
// When all have passed, the number is exact.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/thread.h"
#include "zoo.h"

static Zoo *zoo;

void *ground_take(size_t size) {
  size_t whole = (size + LINE - 1) / LINE * LINE;
  void *ground = aligned_alloc(LINE, whole);
  CHECK(ground != NULL);
  return memset(ground, 0, whole);
}

void ground_give(void *ground) {
  free(ground);
}

static void walk_through(void *unused) {
  (void)unused;
  zoo_enter(zoo, 0);
  zoo_leave(zoo, 2);
}

static void stay(void *unused) {
  (void)unused;
  zoo_enter(zoo, 0);
}

// Ann has come in. Bob goes through while main, the watchman, adds up.
static void adds_up_while_bob_goes_through(void) {
  Thread bob;
  bool started = thread_start(&bob, "Bob", walk_through, NULL);
  assert(started);
  long seen = zoo_inside(zoo);
  assert(seen >= 1);
  thread_join(&bob);
  assert(zoo_inside(zoo) == 1);
}

static void three_at_the_same_gate(void) {
  Thread bob;
  Thread carl;
  bool started = thread_start(&bob, "Bob", walk_through, NULL) &&
                 thread_start(&carl, "Carl", stay, NULL);
  assert(started);
  zoo_leave(zoo, 2);  // Ann
  thread_join(&bob);
  thread_join(&carl);
  assert(zoo_inside(zoo) == 1);
}

int main(void) {
  zoo = zoo_new();
  zoo_enter(zoo, 1);  // Ann
  adds_up_while_bob_goes_through();
  three_at_the_same_gate();
  zoo_free(zoo);
  return 0;
}
