// test: no_order_of_their_steps_loses_an_item
//
// Two who put and two who take, with room for one: whatever the order of their
// steps, each item that went in comes out once, and all of them get to an end.
#include <assert.h>

#include "base/thread.h"
#include "bounded.h"

static BoundedQueue *queue;
static int taken[2];

static void put(void *unused) {
  (void)unused;
  bool first = bounded_put(queue, 1);
  bool second = bounded_put(queue, 10);
  assert(first && second);
}

static void take(void *sum) {
  int item = 0;
  while (bounded_take(queue, &item)) *(int *)sum += item;
}

int main(void) {
  Thread ann;
  Thread bob;
  Thread carl;
  queue = bounded_new(1);
  if (!thread_start(&ann, "Ann", take, &taken[0]) ||
      !thread_start(&bob, "Bob", take, &taken[1]) ||
      !thread_start(&carl, "Carl", put, NULL)) {
    return 2;
  }
  bool went_in = bounded_put(queue, 100);
  assert(went_in);
  thread_join(&carl);
  bounded_close(queue);
  thread_join(&ann);
  thread_join(&bob);
  assert(taken[0] + taken[1] == 111);
  bounded_free(queue);
  return 0;
}
