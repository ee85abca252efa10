// Tests of cancelling and actors: a message when a token is cancelled, and
// tokens that end with an actor.
#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

// A token travels as what main keeps under a number.
#define SEEK(M)                                             \
  M(SEEK_WATCH, seek, watch, (u64, token), (bool, watches)) \
  M(SEEK_FORGET, seek, forget, , )                          \
  M(SEEK_GUARD, seek, guard, (u64, token), )                \
  M(SEEK_CANCEL, seek, cancel, (u64, token), )              \
  M(SEEK_CANCELLED, seek, cancelled, CANCEL_HEAD, )         \
  M(SEEK_FAIL, seek, fail, , )                              \
  M(SEEK_LOOK, seek, look, , (i64, heard)(u64, sum))
REF(Seek, seek)
PROTOCOL_AFTER_REF(Seek, seek, SEEK)
STATE(SeekState, (i64, heard)(u64, sum)(private(CancelWatch *), watch))
ACTOR(Seek, seek, SeekState, seeking)

enum { TOKENS = 3 };
static CancelToken *tokens[TOKENS];  // set before the actors run

static void seeking(SeekState *self, const SeekMsg *message) {
  switch (message->kind) {
    case SEEK_WATCH: {
      u64 number = message->watch.token;
      CancelWatch *watch =
          cancel_watch(tokens[number], number + 1, seek_cancelled);
      self->watch = watch != NULL ? watch : self->watch;
      seek_reply_watch(watch != NULL);
      break;
    }
    case SEEK_FORGET:
      block_free(self->watch);
      self->watch = NULL;
      break;
    case SEEK_GUARD:
      CHECK(cancel_at_end(tokens[message->guard.token]) != NULL);
      break;
    case SEEK_CANCEL:
      ignore(cancel_now(tokens[message->cancel.token]));
      break;
    case SEEK_CANCELLED:
      self->heard++;
      self->sum += message->cancelled.mark;
      break;
    case SEEK_FAIL:
      fail("as told");
    case SEEK_LOOK:
      seek_reply_look(self->heard, self->sum);
      break;
  }
}

static void make_tokens(void) {
  for (int i = 0; i < TOKENS; i++) {
    tokens[i] = cancel_new(i == 0 ? NULL : tokens[0]);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tokens[i]);
  }
}

static void drop_tokens(void) {
  for (int i = 0; i < TOKENS; i++) {
    cancel_release(tokens[i]);
  }
}

static SeekRef new_seeker(System *system) {
  SeekRef seeker = seek_spawn(system, "seeker", (SeekState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(seeker.ref), SPAWN_OK);
  return seeker;
}

static void watch(SeekRef seeker, u64 token) {
  struct seek_watch_reply reply = {0};
  CU_ASSERT_EQUAL(seek_ask_watch(seeker, token, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_TRUE(reply.watches);
}

static void must_have_heard(System *system, SeekRef seeker, i64 heard,
                            u64 sum) {
  struct seek_look_reply reply = {0};
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(seek_ask_look(seeker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.heard, heard);
  CU_ASSERT_EQUAL(reply.sum, sum);
}

UNDER_ALL(an_actor_hears_once_that_a_parent_was_cancelled) {
  make_tokens();
  System *system = start_system();
  SeekRef one = new_seeker(system);
  SeekRef two = new_seeker(system);
  watch(one, 1);
  watch(two, 2);
  ignore(cancel_now(tokens[1]));
  must_have_heard(system, one, 1, 2);
  must_have_heard(system, two, 0, 0);
  ignore(cancel_now(tokens[0]));
  must_have_heard(system, one, 1, 2);
  must_have_heard(system, two, 1, 3);
  stop_system(system);
  drop_tokens();
}

UNDER_ALL(who_watches_late_hears_at_once) {
  make_tokens();
  System *system = start_system();
  SeekRef one = new_seeker(system);
  ignore(cancel_now(tokens[0]));
  watch(one, 1);
  watch(one, 2);
  must_have_heard(system, one, 2, 5);
  stop_system(system);
  drop_tokens();
}

UNDER_ALL(who_forgets_a_token_hears_nothing_of_it) {
  make_tokens();
  System *system = start_system();
  SeekRef one = new_seeker(system);
  watch(one, 1);
  CU_ASSERT_EQUAL(seek_tell_forget(one), TELL_OK);
  must_have_heard(system, one, 0, 0);
  ignore(cancel_now(tokens[0]));
  must_have_heard(system, one, 0, 0);
  stop_system(system);
  drop_tokens();
}

UNDER_ALL(an_actor_cancels_for_others) {
  make_tokens();
  System *system = start_system();
  SeekRef one = new_seeker(system);
  SeekRef two = new_seeker(system);
  watch(one, 0);
  watch(two, 1);
  CU_ASSERT_EQUAL(seek_tell_cancel(one, 0), TELL_OK);
  must_have_heard(system, one, 1, 1);
  must_have_heard(system, two, 1, 2);
  stop_system(system);
  drop_tokens();
}

UNDER_ALL(an_end_of_any_kind_takes_the_watch_along) {
  for (int i = 0; i < 3; i++) {
    make_tokens();
    System *system = start_system();
    SeekRef one = new_seeker(system);
    watch(one, 1);
    if (i == 2) {
      CU_ASSERT_EQUAL(seek_tell_fail(one), TELL_OK);
    } else {
      (i == 0 ? actor_stop : actor_kill)(one.ref);
    }
    StopReason reason;
    CU_ASSERT_EQUAL(actor_wait_end(one.ref, &reason, PATIENCE), END_OK);
    ignore(cancel_now(tokens[0]));
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
    stop_system(system);
    drop_tokens();
  }
}

UNDER_ALL(a_guarded_token_is_cancelled_by_any_end_of_its_actor) {
  for (int i = 0; i < 3; i++) {
    make_tokens();
    System *system = start_system();
    SeekRef one = new_seeker(system);
    SeekRef two = new_seeker(system);
    CU_ASSERT_EQUAL(seek_tell_guard(one, 1), TELL_OK);
    watch(two, 1);
    must_have_heard(system, two, 0, 0);
    if (i == 2) {
      CU_ASSERT_EQUAL(seek_tell_fail(one), TELL_OK);
    } else {
      (i == 0 ? actor_stop : actor_kill)(one.ref);
    }
    must_have_heard(system, two, 1, 2);
    CU_ASSERT_FALSE(cancel_is(tokens[0]));
    stop_system(system);
    drop_tokens();
  }
}

static void cancel_all(void *arg) {
  (void)arg;
  ignore(cancel_now(tokens[0]));
}

// Ends and the cancel of a thread outside cross on the way.
static void an_end_and_a_cancel_may_cross(void) {
  for (int i = 0; i < 50; i++) {
    make_tokens();
    System *system =
        system_start(&(SystemOptions){.dispatcher = &run_pool, .workers = 2});
    CU_ASSERT_PTR_NOT_NULL_FATAL(system);
    SeekRef seekers[4];
    for (int k = 0; k < 4; k++) {
      seekers[k] = new_seeker(system);
      watch(seekers[k], (u64)k % TOKENS);
    }
    Thread thread;
    CU_ASSERT_TRUE_FATAL(thread_start(&thread, "cancels", cancel_all, NULL));
    for (int k = 0; k < 4; k++) {
      actor_kill(seekers[k].ref);
    }
    thread_join(&thread);
    CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
    drop_tokens();
  }
}

STEPPED(a_watch_without_memory_is_refused_and_the_news_needs_none) {
  make_tokens();
  System *system = start_system();
  SeekRef one = new_seeker(system);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  for (i64 successes = 0; successes < 2; successes++) {
    activation()->actor = table_at(system, one.ref);
    memory_ends_after(successes);
    CancelWatch *watch = cancel_watch(tokens[0], 1, seek_cancelled);
    CU_ASSERT_TRUE(memory_is_back());
    activation()->actor = NULL;
    CU_ASSERT_PTR_NULL(watch);
  }
  watch(one, 0);
  memory_ends_after(0);
  ignore(cancel_now(tokens[0]));
  RunOutcome outcome = system_run(system, PATIENCE);
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  must_have_heard(system, one, 1, 1);
  stop_system(system);
  drop_tokens();
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_actor_hears_once_that_a_parent_was_cancelled),
      CASE(who_watches_late_hears_at_once),
      CASE(who_forgets_a_token_hears_nothing_of_it),
      CASE(an_actor_cancels_for_others),
      CASE(an_end_of_any_kind_takes_the_watch_along),
      CASE(a_guarded_token_is_cancelled_by_any_end_of_its_actor),
      CASE(an_end_and_a_cancel_may_cross),
      CASE(a_watch_without_memory_is_refused_and_the_news_needs_none),
      CU_TEST_INFO_NULL};
  return run_suite("cancelled", cases);
}
