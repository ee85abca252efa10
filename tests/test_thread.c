// Tests of base/thread.
#include "base/thread.h"

#include <stdatomic.h>

#include "base/latch.h"
#include "support.h"

typedef struct Counter {
  Mutex lock;  // protects value
  int value;
} Counter;

static void add_a_thousand(void *arg) {
  Counter *counter = arg;
  for (int i = 0; i < 1000; i++) {
    mutex_lock(&counter->lock);
    counter->value++;
    mutex_unlock(&counter->lock);
  }
}

static void a_mutex_lets_one_thread_in_at_a_time(void) {
  Counter counter = {.value = 0};
  mutex_init(&counter.lock);
  Thread threads[4];
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_TRUE_FATAL(
        thread_start(&threads[i], "adder", add_a_thousand, &counter));
  }
  for (int i = 0; i < 4; i++) thread_join(&threads[i]);
  CU_ASSERT_EQUAL(counter.value, 4000);
  mutex_release(&counter.lock);
}

static void lock_it(void *mutex) {
  mutex_lock(mutex);
}

static void unlock_it(void *mutex) {
  mutex_unlock(mutex);
}

static void locking_twice_or_unlocking_what_is_free_is_a_bug(void) {
  Mutex mutex;
  mutex_init(&mutex);
  // The thread sanitizer would report, rightly, before the check can.
  if (!UNDER_THREAD_SANITIZER) {
    CU_ASSERT_TRUE(fails_a_check(unlock_it, &mutex));
  }
  mutex_lock(&mutex);
  CU_ASSERT_TRUE(fails_a_check(lock_it, &mutex));
  mutex_unlock(&mutex);
  mutex_release(&mutex);
}

static void held_locks_are_counted_for_each_thread(void) {
  Mutex one, two;
  mutex_init(&one);
  mutex_init(&two);
  CU_ASSERT_EQUAL(thread_locks_held(), 0);
  mutex_lock(&one);
  mutex_lock(&two);
  CU_ASSERT_EQUAL(thread_locks_held(), 2);
  mutex_unlock(&one);
  CU_ASSERT_EQUAL(thread_locks_held(), 1);
  mutex_unlock(&two);
  CU_ASSERT_EQUAL(thread_locks_held(), 0);
  mutex_release(&one);
  mutex_release(&two);
}

typedef struct Baton {
  Mutex lock;   // protects turn
  Cond passed;  // turn has changed
  int turn;
} Baton;

static void baton_init(Baton *baton) {
  baton->turn = 0;
  mutex_init(&baton->lock);
  cond_init(&baton->passed);
}

static void baton_release(Baton *baton) {
  cond_release(&baton->passed);
  mutex_release(&baton->lock);
}

static void pass_a_hundred_times(void *arg) {
  Baton *baton = arg;
  mutex_lock(&baton->lock);
  for (int i = 0; i < 100; i++) {
    while (baton->turn % 2 == 0) cond_wait(&baton->passed, &baton->lock);
    baton->turn++;
    cond_signal(&baton->passed);
  }
  mutex_unlock(&baton->lock);
}

static void two_threads_take_turns_through_a_condition(void) {
  Baton baton;
  baton_init(&baton);
  Thread other;
  CU_ASSERT_TRUE_FATAL(
      thread_start(&other, "other", pass_a_hundred_times, &baton));
  mutex_lock(&baton.lock);
  for (int i = 0; i < 100; i++) {
    while (baton.turn % 2 == 1) cond_wait(&baton.passed, &baton.lock);
    baton.turn++;
    cond_signal(&baton.passed);
  }
  mutex_unlock(&baton.lock);
  thread_join(&other);
  CU_ASSERT_EQUAL(baton.turn, 200);
  baton_release(&baton);
}

static void a_wait_ends_when_its_time_is_up_and_not_before(void) {
  Baton baton;
  baton_init(&baton);
  mutex_lock(&baton.lock);
  i64 point = deadline_point(after_ms(5), clock_now());
  while (cond_wait_until(&baton.passed, &baton.lock, point)) continue;
  CU_ASSERT_TRUE(clock_now() >= point);
  CU_ASSERT_EQUAL(thread_locks_held(), 1);
  CU_ASSERT_FALSE(cond_wait_until(&baton.passed, &baton.lock, -1));
  mutex_unlock(&baton.lock);
  baton_release(&baton);
}

static void wait_for_turn_one(void *arg) {
  Baton *baton = arg;
  mutex_lock(&baton->lock);
  while (baton->turn != 1) {
    if (!cond_wait_until(&baton->passed, &baton->lock, POINT_NEVER)) break;
  }
  mutex_unlock(&baton->lock);
}

static void a_broadcast_wakes_all_who_wait_for_ever(void) {
  Baton baton;
  baton_init(&baton);
  Thread threads[3];
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_TRUE_FATAL(
        thread_start(&threads[i], "waiter", wait_for_turn_one, &baton));
  }
  mutex_lock(&baton.lock);
  baton.turn = 1;
  cond_broadcast(&baton.passed);
  mutex_unlock(&baton.lock);
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  baton_release(&baton);
}

static atomic_int events[3];
static atomic_uintptr_t watched;

static void count_events(LockEvent event, const Mutex *mutex) {
  if ((uintptr_t)mutex == atomic_load(&watched)) {
    atomic_fetch_add(&events[event], 1);
  }
}

static void lock_and_unlock(void *mutex) {
  mutex_lock(mutex);
  mutex_unlock(mutex);
}

static void the_hook_hears_of_locked_blocked_and_unlocked(void) {
  Mutex mutex;
  mutex_init(&mutex);
  for (int i = 0; i < 3; i++) atomic_store(&events[i], 0);
  atomic_store(&watched, (uintptr_t)&mutex);
  thread_set_lock_hook(count_events);

  mutex_lock(&mutex);
  Thread other;
  CU_ASSERT_TRUE_FATAL(thread_start(&other, "other", lock_and_unlock, &mutex));
  wait_until(atomic_load(&events[LOCK_BLOCKED]) == 1, PATIENCE);
  CU_ASSERT_EQUAL(atomic_load(&events[LOCK_LOCKED]), 1);
  mutex_unlock(&mutex);
  thread_join(&other);

  thread_set_lock_hook(NULL);
  lock_and_unlock(&mutex);
  CU_ASSERT_EQUAL(atomic_load(&events[LOCK_LOCKED]), 2);
  CU_ASSERT_EQUAL(atomic_load(&events[LOCK_UNLOCKED]), 2);
  mutex_release(&mutex);
}

static void nothing(void *arg) {
  (void)arg;
}

static void a_long_name_is_cut(void) {
  Thread thread;
  CU_ASSERT_TRUE_FATAL(
      thread_start(&thread, "a name longer than can be shown", nothing, NULL));
  thread_join(&thread);
  CU_ASSERT_STRING_EQUAL(thread.name, "a name longer t");
}

typedef struct Latched {
  Latch latch;  // protects value
  int value;
} Latched;

static void add_a_thousand_latched(void *arg) {
  Latched *counter = arg;
  for (int i = 0; i < 1000; i++) {
    latch_lock(&counter->latch);
    counter->value++;
    latch_unlock(&counter->latch);
  }
}

static void a_latch_lets_one_thread_in_at_a_time(void) {
  enum { THREADS = 4 };
  Latched counter = {.value = 0};
  Thread threads[THREADS];
  for (size_t i = 0; i < THREADS; i++) {
    CU_ASSERT_FATAL(
        thread_start(&threads[i], "adder", add_a_thousand_latched, &counter));
  }
  for (size_t i = 0; i < THREADS; i++) {
    thread_join(&threads[i]);
  }
  CU_ASSERT_EQUAL(counter.value, THREADS * 1000);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_mutex_lets_one_thread_in_at_a_time),
      CASE(a_latch_lets_one_thread_in_at_a_time),
      CASE(locking_twice_or_unlocking_what_is_free_is_a_bug),
      CASE(held_locks_are_counted_for_each_thread),
      CASE(two_threads_take_turns_through_a_condition),
      CASE(a_wait_ends_when_its_time_is_up_and_not_before),
      CASE(a_broadcast_wakes_all_who_wait_for_ever),
      CASE(the_hook_hears_of_locked_blocked_and_unlocked),
      CASE(a_long_name_is_cut),
      CU_TEST_INFO_NULL,
  };
  return run_suite("thread", cases);
}
