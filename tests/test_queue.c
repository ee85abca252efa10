// Tests of passing/queue. That a thread waits is seen by queue_waiting, never
// guessed from time.
#include "passing/queue.h"

#include "support.h"

static void open_queue(Queue *queue, size_t capacity) {
  CU_ASSERT_TRUE_FATAL(queue_init(queue, sizeof(int), capacity));
}

// What one thread tries once, and what came of it.
typedef struct Try {
  Queue *queue;
  int item;
  Deadline deadline;
  QueueOutcome outcome;  // valid after the join
  Thread thread;
} Try;

static void push_once(void *arg) {
  Try *try = arg;
  try->outcome = queue_push(try->queue, &try->item, try->deadline);
}

static void pop_once(void *arg) {
  Try *try = arg;
  try->outcome = queue_pop(try->queue, &try->item, try->deadline);
}

// Starts the try and comes back when it waits inside the queue.
static void start_waiting(Try *try, void (*act)(void *arg)) {
  size_t before = queue_waiting(try->queue);
  CU_ASSERT_TRUE_FATAL(thread_start(&try->thread, "waiter", act, try));
  wait_until(queue_waiting(try->queue) == before + 1, PATIENCE);
}

static void must_push(Queue *queue, int item) {
  CU_ASSERT_EQUAL(queue_push(queue, &item, NOW), QUEUE_OK);
}

static void must_pop(Queue *queue, int expected) {
  int item = -1;
  CU_ASSERT_EQUAL(queue_pop(queue, &item, NOW), QUEUE_OK);
  CU_ASSERT_EQUAL(item, expected);
}

static void items_leave_in_the_order_they_came(void) {
  Queue queue;
  open_queue(&queue, 3);
  for (int i = 0; i < 3; i++) must_push(&queue, i);
  CU_ASSERT_EQUAL(queue_length(&queue), 3);
  for (int i = 0; i < 3; i++) must_pop(&queue, i);
  queue_release(&queue);
}

static void now_refuses_at_once_and_changes_nothing(void) {
  Queue queue;
  open_queue(&queue, 1);
  int item = 7;
  CU_ASSERT_EQUAL(queue_pop(&queue, &item, NOW), QUEUE_EMPTY);
  CU_ASSERT_EQUAL(item, 7);
  must_push(&queue, 1);
  CU_ASSERT_EQUAL(queue_push(&queue, &item, NOW), QUEUE_FULL);
  must_pop(&queue, 1);
  CU_ASSERT_EQUAL(queue_length(&queue), 0);
  queue_release(&queue);
}

static void a_deadline_that_passes_changes_nothing(void) {
  Queue queue;
  open_queue(&queue, 1);
  int item = 7;
  i64 start = clock_now();
  CU_ASSERT_EQUAL(queue_pop(&queue, &item, after_ms(3)), QUEUE_TIMEOUT);
  CU_ASSERT_TRUE(clock_now() - start >= 3000000);
  CU_ASSERT_EQUAL(item, 7);
  must_push(&queue, 1);
  CU_ASSERT_EQUAL(queue_push(&queue, &item, after_us(1)), QUEUE_TIMEOUT);
  must_pop(&queue, 1);
  CU_ASSERT_EQUAL(queue_waiting(&queue), 0);
  queue_release(&queue);
}

static void a_popper_waits_for_an_item(void) {
  Queue queue;
  open_queue(&queue, 1);
  Try try = {.queue = &queue, .deadline = NEVER};
  start_waiting(&try, pop_once);
  must_push(&queue, 5);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, QUEUE_OK);
  CU_ASSERT_EQUAL(try.item, 5);
  queue_release(&queue);
}

static void a_pusher_waits_for_room(void) {
  Queue queue;
  open_queue(&queue, 1);
  must_push(&queue, 1);
  Try try = {.queue = &queue, .item = 2, .deadline = PATIENCE};
  start_waiting(&try, push_once);
  must_pop(&queue, 1);
  thread_join(&try.thread);
  CU_ASSERT_EQUAL(try.outcome, QUEUE_OK);
  must_pop(&queue, 2);
  queue_release(&queue);
}

// Puts an item in while the popper's time runs out: it has to wake because of
// the time, with the lock held here until the item is inside. False if the
// popper had given up before.
static bool item_comes_as_time_runs_out(Queue *queue, i64 point) {
  mutex_lock(&queue->lock);
  bool waits = queue->waiting == 1;
  wait_until(clock_now() > point, PATIENCE);
  int item = 5;
  if (waits) CU_ASSERT_TRUE(ring_push(&queue->items, &item));
  mutex_unlock(&queue->lock);
  return waits;
}

static void an_item_that_comes_as_time_runs_out_is_taken(void) {
  Queue queue;
  open_queue(&queue, 1);
  Try try = {.queue = &queue, .deadline = after_ms(50)};
  bool came = false;
  while (!came) {
    CU_ASSERT_TRUE_FATAL(thread_start(&try.thread, "late", pop_once, &try));
    i64 point = deadline_point(try.deadline, clock_now());
    wait_until(queue_waiting(&queue) == 1 || clock_now() > point, PATIENCE);
    came = item_comes_as_time_runs_out(&queue, point);
    thread_join(&try.thread);
  }
  CU_ASSERT_EQUAL(try.outcome, QUEUE_OK);
  CU_ASSERT_EQUAL(try.item, 5);
  queue_release(&queue);
}

static void closed_refuses_pushes_and_drains_pops(void) {
  Queue queue;
  open_queue(&queue, 3);
  must_push(&queue, 1);
  must_push(&queue, 2);
  queue_close(&queue);
  int item = 9;
  CU_ASSERT_EQUAL(queue_push(&queue, &item, NEVER), QUEUE_CLOSED);
  must_pop(&queue, 1);
  must_pop(&queue, 2);
  CU_ASSERT_EQUAL(queue_pop(&queue, &item, NEVER), QUEUE_CLOSED);
  CU_ASSERT_EQUAL(queue_pop(&queue, &item, NOW), QUEUE_CLOSED);
  CU_ASSERT_EQUAL(item, 9);
  queue_close(&queue);
  queue_release(&queue);
}

static void closing_wakes_every_popper(void) {
  Queue queue;
  open_queue(&queue, 1);
  Try tries[3];
  for (int i = 0; i < 3; i++) {
    tries[i] = (Try){.queue = &queue, .item = 9, .deadline = NEVER};
    start_waiting(&tries[i], pop_once);
  }
  queue_close(&queue);
  for (int i = 0; i < 3; i++) {
    thread_join(&tries[i].thread);
    CU_ASSERT_EQUAL(tries[i].outcome, QUEUE_CLOSED);
    CU_ASSERT_EQUAL(tries[i].item, 9);
  }
  queue_release(&queue);
}

static void closing_wakes_every_pusher_and_keeps_what_is_inside(void) {
  Queue queue;
  open_queue(&queue, 1);
  must_push(&queue, 1);
  Try tries[3];
  for (int i = 0; i < 3; i++) {
    tries[i] = (Try){.queue = &queue, .item = 9, .deadline = NEVER};
    start_waiting(&tries[i], push_once);
  }
  queue_close(&queue);
  for (int i = 0; i < 3; i++) {
    thread_join(&tries[i].thread);
    CU_ASSERT_EQUAL(tries[i].outcome, QUEUE_CLOSED);
  }
  must_pop(&queue, 1);
  queue_release(&queue);
}

static void without_memory_there_is_no_queue(void) {
  Queue queue;
  memory_ends_after(0);
  CU_ASSERT_FALSE(queue_init(&queue, sizeof(int), 3));
  CU_ASSERT_TRUE(memory_is_back());
}

enum { EACH = 2000, SIDE = 3 };

typedef struct Side {
  Queue *queue;
  int first;   // of the numbers to push
  i64 sum;     // of the numbers popped; valid after the join
  int popped;  // valid after the join
  Thread thread;
} Side;

static void push_many(void *arg) {
  Side *side = arg;
  for (int i = 0; i < EACH; i++) {
    int item = side->first + i;
    if (queue_push(side->queue, &item, NEVER) != QUEUE_OK) return;
  }
}

static void pop_many(void *arg) {
  Side *side = arg;
  int item;
  while (queue_pop(side->queue, &item, NEVER) == QUEUE_OK) {
    side->sum += item;
    side->popped++;
  }
}

static void many_pushers_and_poppers_lose_and_repeat_nothing(void) {
  Queue queue;
  open_queue(&queue, 2);
  Side pushers[SIDE], poppers[SIDE];
  for (int i = 0; i < SIDE; i++) {
    pushers[i] = (Side){.queue = &queue, .first = i * EACH};
    poppers[i] = (Side){.queue = &queue};
    CU_ASSERT_TRUE_FATAL(
        thread_start(&pushers[i].thread, "push", push_many, &pushers[i]));
    CU_ASSERT_TRUE_FATAL(
        thread_start(&poppers[i].thread, "pop", pop_many, &poppers[i]));
  }
  for (int i = 0; i < SIDE; i++) thread_join(&pushers[i].thread);
  queue_close(&queue);
  i64 sum = 0, popped = 0;
  for (int i = 0; i < SIDE; i++) {
    thread_join(&poppers[i].thread);
    sum += poppers[i].sum;
    popped += poppers[i].popped;
  }
  const i64 all = (i64)SIDE * EACH;
  CU_ASSERT_EQUAL(popped, all);
  CU_ASSERT_EQUAL(sum, all * (all - 1) / 2);
  queue_release(&queue);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(items_leave_in_the_order_they_came),
      CASE(now_refuses_at_once_and_changes_nothing),
      CASE(a_deadline_that_passes_changes_nothing),
      CASE(a_popper_waits_for_an_item),
      CASE(a_pusher_waits_for_room),
      CASE(an_item_that_comes_as_time_runs_out_is_taken),
      CASE(closed_refuses_pushes_and_drains_pops),
      CASE(closing_wakes_every_popper),
      CASE(closing_wakes_every_pusher_and_keeps_what_is_inside),
      CASE(without_memory_there_is_no_queue),
      CASE(many_pushers_and_poppers_lose_and_repeat_nothing),
      CU_TEST_INFO_NULL,
  };
  return run_suite("queue", cases);
}
