// test: no_order_of_their_steps_loses_a_value
//
// Who puts and who goes away, who drops and who takes, at the same time. In
// whatever order: a value has one owner at the end, and one of them frees the
// oneshot.
#include <assert.h>

#include "base/thread.h"
#include "oneshot.h"

static int owners;

static void undelivered(void *item) {
  owners += *(int *)item;
}

static void put(void *oneshot) {
  int mine = 1;
  OneshotOutcome outcome = oneshot_put(oneshot, &mine);
  assert((outcome == ONESHOT_OK) == (mine == 0));
  if (outcome == ONESHOT_DROPPED) owners += mine;
}

static void drop(void *oneshot) {
  oneshot_drop_sender(oneshot);
}

int main(void) {
  Thread ann;
  int item = 0;
  Oneshot *oneshot = oneshot_new(sizeof item);
  if (!thread_start(&ann, "Ann", put, oneshot)) return 2;
  oneshot_drop_receiver(oneshot, undelivered);
  thread_join(&ann);
  assert(owners == 1);

  oneshot = oneshot_new(sizeof item);
  if (!thread_start(&ann, "Ann", drop, oneshot)) return 2;
  OneshotOutcome outcome = oneshot_take(oneshot, &item);
  assert(outcome == ONESHOT_DROPPED && item == 0);
  thread_join(&ann);
  return 0;
}
