// test: in_any_order_asker_and_answerer_agree
//
// An asker whose time may be up at any moment, and two who answer: if one of
// them was in time, the asker has the answer, and otherwise it has none.
#include <assert.h>

#include "base/thread.h"
#include "requests.h"

static Requests *requests;
static u64 id;
static bool was_in_time[2];

static void answer_first(void *unused) {
  (void)unused;
  was_in_time[0] = requests_answer(requests, id, 1);
}

static void answer_second(void *unused) {
  (void)unused;
  was_in_time[1] = requests_answer(requests, id, 2);
}

int main(void) {
  Thread threads[2];
  requests = requests_new();
  id = requests_open(requests);
  if (!thread_start(&threads[0], "Ann", answer_first, NULL)) return 2;
  if (!thread_start(&threads[1], "Bob", answer_second, NULL)) return 2;
  i64 value = 0;
  bool has_answer = requests_wait(requests, id, &value, after_ms(10));
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  assert(has_answer == (was_in_time[0] || was_in_time[1]));
  assert(!(was_in_time[0] && was_in_time[1]));
  assert(value == (was_in_time[0] ? 1 : was_in_time[1] ? 2 : 0));
  int late = requests_late(requests);
  assert(late == (has_answer ? 1 : 2));
  requests_free(requests);
  return 0;
}
