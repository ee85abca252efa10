// test: in_any_order_each_gets_its_own_answer
//
// Two askers, each of which has told something before; nothing is lost, and
// nobody gets an answer that is too old, or another's.
#include <assert.h>

#include "base/thread.h"
#include "counter.h"

static Counter *counter;
static i64 answers[2];

static void tell_and_ask(void *arg) {
  i64 *answer = arg;
  counter_inc(counter, 1);
  *answer = counter_get(counter);
}

int main(void) {
  Thread threads[2];
  const char *const names[] = {"Ann", "Bob"};
  counter = counter_spawn();
  for (int i = 0; i < 2; i++) {
    if (!thread_start(&threads[i], names[i], tell_and_ask, &answers[i])) {
      return 2;
    }
  }
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  for (int i = 0; i < 2; i++) assert(answers[i] == 1 || answers[i] == 2);
  assert(answers[0] == 2 || answers[1] == 2);
  counter_inc(counter, 3);
  i64 last = counter_stop(counter);
  assert(last == 5);
  return 0;
}
