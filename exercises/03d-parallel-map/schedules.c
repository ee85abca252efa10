// test: no_order_of_their_steps_does_a_task_twice
//
// Three tasks, two workers: in any order of their steps each task is worked on
// once, and done when parallel_map comes back.
#include <assert.h>

#include "map.h"

enum { TASKS = 3 };

static long times[TASKS];  // each written by who works on it

static long work(long number) {
  times[number]++;
  return 10 * number;
}

int main(void) {
  const long in[TASKS] = {0, 1, 2};
  long out[TASKS] = {-1, -1, -1};
  parallel_map(TASKS, 2, work, in, out);
  for (int i = 0; i < TASKS; i++) {
    assert(times[i] == 1);
    assert(out[i] == 10 * i);
  }
  return 0;
}
