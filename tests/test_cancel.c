// Tests of passing/cancel: trees, hooks that are called once, guards; and of
// surviving/cancelled: what an actor hears of it.
#include "passing/cancel.h"

#include <stdatomic.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread.h"
#include "support.h"

static CancelToken *token_of(CancelToken *parent) {
  CancelToken *token = cancel_new(parent);
  CU_ASSERT_PTR_NOT_NULL_FATAL(token);
  return token;
}

static char called[32];

static void note(void *arg) {
  const char *letter = arg;
  size_t length = 0;
  while (called[length] != '\0') {
    length++;
  }
  if (length + 1 < sizeof called) {
    called[length] = *letter;
    called[length + 1] = '\0';
  }
}

static char letters[] = "abcdefgh";

static void a_token_is_cancelled_once_and_for_good(void) {
  CancelToken *token = token_of(NULL);
  CU_ASSERT_FALSE(cancel_is(token));
  CU_ASSERT_FALSE(cancel_wait(token, NOW));
  CU_ASSERT_TRUE(cancel_now(token));
  CU_ASSERT_FALSE(cancel_now(token));
  CU_ASSERT_TRUE(cancel_is(token));
  CU_ASSERT_TRUE(cancel_wait(token, NEVER));
  cancel_release(token);
}

static void all_descendants_are_cancelled_and_nobody_else(void) {
  CancelToken *root = token_of(NULL);
  CancelToken *left = token_of(root);
  CancelToken *leaf = token_of(left);
  CancelToken *right = token_of(root);
  cancel_now(left);
  CU_ASSERT_TRUE(cancel_is(left));
  CU_ASSERT_TRUE(cancel_is(leaf));
  CU_ASSERT_FALSE(cancel_is(root));
  CU_ASSERT_FALSE(cancel_is(right));
  CancelToken *late = token_of(leaf);
  CU_ASSERT_TRUE(cancel_is(late));
  CU_ASSERT_TRUE(cancel_now(root));
  CU_ASSERT_TRUE(cancel_is(right));
  CancelToken *all[] = {late, leaf, left, right, root};
  for (int i = 0; i < 5; i++) {
    cancel_release(all[i]);
  }
}

static void a_tree_lives_as_long_as_its_last_child(void) {
  CancelToken *root = token_of(NULL);
  CancelToken *child = token_of(root);
  CancelToken *leaf = token_of(child);
  cancel_release(root);
  cancel_release(child);
  CU_ASSERT_FALSE(cancel_is(leaf));
  CU_ASSERT_TRUE(cancel_now(leaf));
  cancel_release(leaf);
  cancel_release(NULL);
}

static void a_long_chain_is_cancelled_and_freed(void) {
  CancelToken *root = token_of(NULL);
  CancelToken *last = cancel_retain(root);
  for (int i = 0; i < 100000; i++) {
    CancelToken *next = token_of(last);
    cancel_release(last);
    last = next;
  }
  cancel_now(root);
  CU_ASSERT_TRUE(cancel_is(last));
  cancel_release(root);
  cancel_release(last);
}

static void hooks_are_called_once_parents_first_and_in_order(void) {
  CancelToken *root = token_of(NULL);
  CancelToken *child = token_of(root);
  CancelHook hooks[4];
  called[0] = '\0';
  cancel_hook(child, &hooks[0], note, &letters[2]);
  cancel_hook(root, &hooks[1], note, &letters[0]);
  cancel_hook(root, &hooks[2], note, &letters[1]);
  cancel_hook(child, &hooks[3], note, &letters[3]);
  cancel_now(root);
  CU_ASSERT_STRING_EQUAL(called, "abcd");
  cancel_now(child);
  CU_ASSERT_STRING_EQUAL(called, "abcd");
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_FALSE(cancel_unhook(&hooks[i]));
  }
  cancel_release(child);
  cancel_release(root);
}

static void a_hook_on_a_cancelled_token_is_called_at_once(void) {
  CancelToken *token = token_of(NULL);
  CancelHook hook;
  called[0] = '\0';
  cancel_now(token);
  cancel_hook(token, &hook, note, &letters[0]);
  CU_ASSERT_STRING_EQUAL(called, "a");
  CU_ASSERT_FALSE(cancel_unhook(&hook));
  cancel_release(token);
}

static void a_hook_that_was_taken_back_is_not_called(void) {
  CancelToken *token = token_of(NULL);
  CancelHook hooks[2];
  CancelHook none = {.call = NULL};
  called[0] = '\0';
  cancel_hook(token, &hooks[0], note, &letters[0]);
  cancel_hook(token, &hooks[1], note, &letters[1]);
  CU_ASSERT_TRUE(cancel_unhook(&hooks[0]));
  CU_ASSERT_FALSE(cancel_unhook(&hooks[0]));
  CU_ASSERT_FALSE(cancel_unhook(&none));
  cancel_now(token);
  CU_ASSERT_STRING_EQUAL(called, "b");
  cancel_release(token);
}

typedef struct Busy {
  CancelToken *token;
  CancelHook hook;
  CancelHook *other;
  bool taken_back;
} Busy;

static void take_back_the_other(void *arg) {
  Busy *busy = arg;
  busy->taken_back = cancel_unhook(busy->other);
  CU_ASSERT_FALSE(cancel_unhook(&busy->hook));  // does not wait for itself
  cancel_release(busy->token);                  // nor does it need the token
  mem_free(busy);
}

static void a_hook_may_take_back_another_and_free_itself(void) {
  CancelToken *token = token_of(NULL);
  CancelHook other;
  Busy *busy = mem_new(Busy);
  busy->token = cancel_retain(token);
  busy->other = &other;
  called[0] = '\0';
  cancel_hook(token, &busy->hook, take_back_the_other, busy);
  cancel_hook(token, &other, note, &letters[0]);
  cancel_now(token);
  CU_ASSERT_STRING_EQUAL(called, "");
  cancel_release(token);
}

static void a_guard_cancels_unless_it_was_disarmed(void) {
  CancelToken *token = token_of(NULL);
  CancelGuard well = cancel_guard(token);
  CancelGuard ill = cancel_guard(token);
  cancel_guard_disarm(&well);
  cancel_guard_disarm(&well);
  cancel_guard_drop(&well);
  CU_ASSERT_FALSE(cancel_is(token));
  cancel_guard_drop(&ill);
  CU_ASSERT_TRUE(cancel_is(token));
  cancel_guard_drop(&ill);
  cancel_release(token);
}

static void a_token_without_memory_is_none(void) {
  CancelToken *root = token_of(NULL);
  for (i64 successes = 0; successes < 2; successes++) {
    memory_ends_after(successes);
    CancelToken *token = cancel_new(NULL);
    CU_ASSERT_TRUE(memory_is_back());
    CU_ASSERT_PTR_NULL(token);
  }
  memory_ends_after(0);
  CancelToken *child = cancel_new(root);
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_PTR_NULL(child);
  memory_ends_after(0);
  CancelHook hook;
  called[0] = '\0';
  cancel_hook(root, &hook, note, &letters[0]);
  CU_ASSERT_TRUE(cancel_now(root));
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_STRING_EQUAL(called, "a");
  cancel_release(root);
}

// ---- Threads ----

static void wait_for_it(void *arg) {
  CancelToken *token = arg;
  (void)!cancel_wait(token, NEVER);
  cancel_release(token);
}

static void whoever_waits_hears_of_a_parent_s_end_on_any_thread(void) {
  CancelToken *root = token_of(NULL);
  Thread threads[3];
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_TRUE_FATAL(
        thread_start(&threads[i], "waits", wait_for_it, token_of(root)));
  }
  cancel_now(root);
  for (int i = 0; i < 3; i++) {
    thread_join(&threads[i]);
  }
  cancel_release(root);
}

enum { HOOKS = 2000 };

typedef struct Race {
  CancelToken *token;
  CancelHook hooks[HOOKS];
  atomic_int calls[HOOKS];
  int taken[HOOKS];
} Race;

static void count_call(void *arg) {
  atomic_int *calls = arg;
  atomic_fetch_add(calls, 1);
}

static void cancel_it(void *arg) {
  Race *race = arg;
  cancel_now(race->token);
}

static void add_and_take_back(void *arg) {
  Race *race = arg;
  for (int i = 0; i < HOOKS; i++) {
    cancel_hook(race->token, &race->hooks[i], count_call, &race->calls[i]);
    if (i % 2 == 0) {
      race->taken[i] = cancel_unhook(&race->hooks[i]);
    }
  }
}

static void a_hook_is_called_once_or_taken_back_however_they_race(void) {
  for (int turn = 0; turn < 5; turn++) {
    Race *race = mem_new(Race);
    CancelToken *root = token_of(NULL);
    race->token = token_of(root);
    Thread adds;
    Thread cancels;
    CU_ASSERT_TRUE_FATAL(thread_start(&adds, "adds", add_and_take_back, race));
    CU_ASSERT_TRUE_FATAL(thread_start(&cancels, "cancels", cancel_it, race));
    cancel_now(root);
    thread_join(&adds);
    thread_join(&cancels);
    int wrong = 0;
    for (int i = 0; i < HOOKS; i++) {
      wrong += atomic_load(&race->calls[i]) + race->taken[i] != 1;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    cancel_release(race->token);
    cancel_release(root);
    mem_free(race);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_token_is_cancelled_once_and_for_good),
      CASE(all_descendants_are_cancelled_and_nobody_else),
      CASE(a_tree_lives_as_long_as_its_last_child),
      CASE(a_long_chain_is_cancelled_and_freed),
      CASE(hooks_are_called_once_parents_first_and_in_order),
      CASE(a_hook_on_a_cancelled_token_is_called_at_once),
      CASE(a_hook_that_was_taken_back_is_not_called),
      CASE(a_hook_may_take_back_another_and_free_itself),
      CASE(a_guard_cancels_unless_it_was_disarmed),
      CASE(a_token_without_memory_is_none),
      CASE(whoever_waits_hears_of_a_parent_s_end_on_any_thread),
      CASE(a_hook_is_called_once_or_taken_back_however_they_race),
      CU_TEST_INFO_NULL};
  return run_suite("cancel", cases);
}
