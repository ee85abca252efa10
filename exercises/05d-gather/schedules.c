// test: in_any_order_both_sides_hear_the_same
//
// Two shops answer, one answer is enough, and the asker's time may be up at any
// moment. Who was told that it was in time is in the result, and nobody else.
#include <assert.h>

#include "base/mem.h"
#include "base/thread.h"
#include "gather.h"

enum { SHOPS = 2 };

static Slip *slips[SHOPS];
static bool was_in_time[SHOPS];

static void answer(void *arg) {
  const int *number = arg;
  was_in_time[*number] = slip_answer(slips[*number], *number + 40);
}

int main(void) {
  Thread threads[SHOPS];
  int numbers[SHOPS] = {0, 1};
  const char *const names[] = {"Ann", "Bob"};
  i64 before = mem_live();
  Gather *gather = gather_new(SHOPS);
  for (int i = 0; i < SHOPS; i++) slips[i] = gather_slip(gather, i);
  for (int i = 0; i < SHOPS; i++) {
    if (!thread_start(&threads[i], names[i], answer, &numbers[i])) return 2;
  }
  Reply replies[SHOPS];
  int answered = gather_wait(gather, 1, replies, after_ms(10));
  for (int i = 0; i < SHOPS; i++) thread_join(&threads[i]);
  int told_in_time = 0;
  for (int i = 0; i < SHOPS; i++) {
    assert(replies[i].outcome == (was_in_time[i] ? ASK_OK : ASK_TIMEOUT));
    assert(replies[i].value == (was_in_time[i] ? i + 40 : 0));
    told_in_time += was_in_time[i];
  }
  assert(answered == told_in_time);
  i64 left = mem_live() - before;
  assert(left == 0);
  return 0;
}
