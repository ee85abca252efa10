// Tasks that wait for one another, so that it shows how many are under way.
#include <stdio.h>

#include "../judge.h"
#include "../stage.h"
#include "base/mem.h"
#include "map.h"

enum { MOST = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int under_way;  // these under lock
static int most;       // that were under way at the same time
static int finished;
static int wait_for;    // each task waits until so many are under way
static int slow_waits;  // task 0 waits until so many have finished
static bool opened;     // nobody waits any more

typedef struct Call {
  int count;
  int width;
  long (*work)(long);
  long out[MOST];
  Hand hand;
} Call;

static const long in[MOST] = {0, 1, 2, 3, 4, 5, 6, 7};

static void call(void *arg) {
  Call *self = arg;
  parallel_map(self->count, self->width, self->work, in, self->out);
}

static void set_up(int all, int of_the_slow_one) {
  pthread_mutex_lock(&lock);
  under_way = most = finished = 0;
  wait_for = all;
  slow_waits = of_the_slow_one;
  opened = false;
  pthread_mutex_unlock(&lock);
}

static void open_up(void) {
  pthread_mutex_lock(&lock);
  opened = true;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static int read_number(const int *number) {
  pthread_mutex_lock(&lock);
  int seen = *number;
  pthread_mutex_unlock(&lock);
  return seen;
}

static long meet(long number) {
  pthread_mutex_lock(&lock);
  under_way++;
  if (under_way > most) most = under_way;
  pthread_cond_broadcast(&changed);
  while (most < wait_for && !opened) pthread_cond_wait(&changed, &lock);
  while (number == 0 && finished < slow_waits && !opened) {
    pthread_cond_wait(&changed, &lock);
  }
  under_way--;
  finished++;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  return number * number;
}

static long square(long number) {
  return number * number;
}

static void expect_squares(const long *out, int count) {
  for (int i = 0; i < count; i++) {
    judge_tell("in[%d] is %d, and work gives its square.", i, i);
    EXPECT_NUMBER("the result in its place", out[i], (i64)i * i);
  }
}

static void one_task_and_none_are_done_too(void) {
  i64 before = mem_live();
  long out[2] = {-1, -1};
  parallel_map(0, 3, square, in, out);
  EXPECT_NUMBER("a result where there was no task", out[0], -1);
  parallel_map(1, 1, square, in, out);
  EXPECT_NUMBER("the only result", out[0], 0);
  EXPECT_NUMBER("behind the only result", out[1], -1);
  EXPECT_NUMBER("blocks of memory not freed", mem_live() - before, 0);
}

static void as_many_work_as_it_is_wide(void) {
  Call ann = {.count = 6, .width = 3, .work = meet};
  set_up(3, 0);
  judge_tell("Six tasks, three wide. Each waits until three are under way.");
  hand_start(&ann.hand, "Ann", call, &ann);
  bool done = hand_settle(&ann.hand) == HAND_DONE;
  int seen = read_number(&most);
  open_up();
  hand_join(&ann.hand);
  EXPECT_NUMBER("most tasks under way at the same time", seen, 3);
  EXPECT("parallel_map should come back", done);
}

static void never_more_than_it_is_wide(void) {
  Call ann = {.count = MOST, .width = 3, .work = meet};
  set_up(4, 0);
  judge_tell("Eight tasks, three wide. Each waits for a fourth.");
  hand_start(&ann.hand, "Ann", call, &ann);
  (void)hand_settle(&ann.hand);
  int seen = read_number(&most);
  open_up();
  hand_join(&ann.hand);
  EXPECT_NUMBER("most tasks under way at the same time", seen, 3);
}

static void a_slow_task_holds_nobody_else_up(void) {
  Call ann = {.count = 6, .width = 2, .work = meet};
  set_up(0, 5);
  judge_tell("Six tasks, two wide. The first one is done after all others.");
  hand_start(&ann.hand, "Ann", call, &ann);
  bool done = hand_settle(&ann.hand) == HAND_DONE;
  int seen = read_number(&finished);
  open_up();
  hand_join(&ann.hand);
  EXPECT_NUMBER("tasks finished, beside the slow one", seen - done, 5);
  EXPECT("parallel_map should come back", done);
}

static void each_result_is_in_its_place(void) {
  Call ann = {.count = MOST, .width = 2, .work = meet};
  set_up(0, MOST - 1);
  hand_start(&ann.hand, "Ann", call, &ann);
  (void)hand_settle(&ann.hand);
  open_up();
  hand_join(&ann.hand);
  expect_squares(ann.out, MOST);
}

// Free running, for the sanitizers: two at a time.
enum { TIMES = 100 };

static void two_maps_do_not_disturb_each_other(void) {
  for (int i = 0; i < TIMES; i++) {
    Call ann = {.count = MOST, .width = 3, .work = square};
    Call bob = {.count = MOST, .width = 2, .work = square};
    hand_start(&ann.hand, "Ann", call, &ann);
    hand_start(&bob.hand, "Bob", call, &bob);
    hand_join(&ann.hand);
    hand_join(&bob.hand);
    expect_squares(ann.out, MOST);
    expect_squares(bob.out, MOST);
  }
}

int main(void) {
  CU_TestInfo cases[] = {CASE(one_task_and_none_are_done_too),
                         CASE(as_many_work_as_it_is_wide),
                         CASE(never_more_than_it_is_wide),
                         CASE(a_slow_task_holds_nobody_else_up),
                         CASE(each_result_is_in_its_place),
                         CASE(two_maps_do_not_disturb_each_other),
                         CU_TEST_INFO_NULL};
  return judge(cases);
}
