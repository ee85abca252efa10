// Tests of what is the pool's alone: who runs on which thread, who is taken
// over by an idle worker, and that a run queue loses nobody.
#include <pthread.h>
#include <stdatomic.h>

#include "acting/run_queue.h"
#include "base/mem.h"
#include "support.h"
#include "troupe.h"

// ---- A run queue ----

enum { ACTORS = 500, THIEVES = 2 };

typedef struct Store {
  RunQueue queue;
  atomic_bool ends;
  Actor actors[ACTORS];
  atomic_int taken[ACTORS];
} Store;

static void note_all(Store *store, Actor *first, RunQueue *rest) {
  while (first != NULL) {
    atomic_fetch_add(&store->taken[first - store->actors], 1);
    first = run_queue_pop(rest);
  }
}

static void steal_all(void *arg) {
  Store *store = arg;
  RunQueue own;
  run_queue_init(&own);
  bool ends;
  do {
    ends = atomic_load(&store->ends);
    size_t count = run_queue_length(&store->queue) / 2 + 1;
    note_all(store, run_queue_take(&store->queue, &count, &own), &own);
    count = run_queue_length(&store->queue) / 2 + 1;
    note_all(store, run_queue_take_last(&store->queue, &count, &own), &own);
  } while (!ends);
  run_queue_release(&own);
}

static void thieves_and_the_owner_take_every_actor_once(void) {
  Store *store = mem_new(Store);
  run_queue_init(&store->queue);
  Thread thieves[THIEVES];
  for (size_t i = 0; i < THIEVES; i++) {
    CU_ASSERT_FATAL(thread_start(&thieves[i], "thief", steal_all, store));
  }
  RunQueue none;
  run_queue_init(&none);
  for (size_t i = 0; i < ACTORS; i++) {
    if (i % 2 == 0) {
      run_queue_push(&store->queue, &store->actors[i]);
    } else {
      run_queue_push_front(&store->queue, &store->actors[i]);
    }
    if (i % 3 == 0) {
      note_all(store, run_queue_pop(&store->queue), &none);
    }
  }
  atomic_store(&store->ends, true);
  for (size_t i = 0; i < THIEVES; i++) {
    thread_join(&thieves[i]);
  }
  note_all(store, run_queue_pop(&store->queue), &store->queue);
  for (size_t i = 0; i < ACTORS; i++) {
    CU_ASSERT_EQUAL(atomic_load(&store->taken[i]), 1);
  }
  run_queue_release(&none);
  run_queue_release(&store->queue);
  mem_free(store);
}

static void steal_some(void *arg) {
  Store *store = arg;
  bool ends;
  do {
    ends = atomic_load(&store->ends);
    note_all(store, run_queue_pop(&store->queue), &store->queue);
  } while (!ends);
}

static void one_is_taken_out_of_the_middle_by_its_owner_or_a_thief(void) {
  Store *store = mem_new(Store);
  run_queue_init(&store->queue);
  Thread thief;
  CU_ASSERT_FATAL(thread_start(&thief, "thief", steal_some, store));
  for (size_t i = 0; i < ACTORS; i++) {
    run_queue_push(&store->queue, &store->actors[i]);
    Actor *wanted = &store->actors[i / 2];
    if (run_queue_remove(&store->queue, wanted, 8)) {
      atomic_fetch_add(&store->taken[i / 2], 1);
    }
  }
  atomic_store(&store->ends, true);
  thread_join(&thief);
  for (size_t i = 0; i < ACTORS; i++) {
    CU_ASSERT_EQUAL(atomic_load(&store->taken[i]), 1);
  }
  CU_ASSERT_EQUAL(run_queue_length(&store->queue), 0);
  run_queue_release(&store->queue);
  mem_free(store);
}

static void one_that_stands_far_behind_is_not_looked_for(void) {
  Store *store = mem_new(Store);
  run_queue_init(&store->queue);
  for (size_t i = 0; i < 3; i++) {
    run_queue_push(&store->queue, &store->actors[i]);
  }
  CU_ASSERT_FALSE(run_queue_remove(&store->queue, &store->actors[2], 2));
  CU_ASSERT_FALSE(run_queue_remove(&store->queue, &store->actors[3], 9));
  CU_ASSERT_TRUE(run_queue_remove(&store->queue, &store->actors[1], 2));
  CU_ASSERT_PTR_EQUAL(run_queue_pop(&store->queue), &store->actors[0]);
  CU_ASSERT_PTR_EQUAL(run_queue_pop(&store->queue), &store->actors[2]);
  CU_ASSERT_PTR_NULL(run_queue_pop(&store->queue));
  run_queue_release(&store->queue);
  mem_free(store);
}

// Pushes the first `count` actors, each behind the one before it.
static Store *store_of(size_t count) {
  Store *store = mem_new(Store);
  run_queue_init(&store->queue);
  for (size_t i = 0; i < count; i++) {
    run_queue_push(&store->queue, &store->actors[i]);
  }
  return store;
}

static void the_last_are_taken_in_their_order_and_the_rest_stays(void) {
  Store *store = store_of(5);
  Actor *actors = store->actors;
  RunQueue to;
  run_queue_init(&to);
  size_t count = 3;
  CU_ASSERT_PTR_EQUAL(run_queue_take_last(&store->queue, &count, &to),
                      &actors[4]);
  CU_ASSERT_EQUAL(count, 3);
  CU_ASSERT_PTR_EQUAL(run_queue_pop(&to), &actors[2]);
  CU_ASSERT_PTR_EQUAL(run_queue_pop(&to), &actors[3]);
  CU_ASSERT_PTR_NULL(run_queue_pop(&to));
  CU_ASSERT_EQUAL(run_queue_length(&store->queue), 2);
  count = 9;
  CU_ASSERT_PTR_EQUAL(run_queue_take(&store->queue, &count, &to), &actors[0]);
  CU_ASSERT_EQUAL(count, 2);
  CU_ASSERT_PTR_EQUAL(run_queue_pop(&to), &actors[1]);
  CU_ASSERT_PTR_NULL(run_queue_take_last(&store->queue, &count, &to));
  run_queue_release(&to);
  run_queue_release(&store->queue);
  mem_free(store);
}

// ---- Who runs where ----

// go() -> told when it runs | hold(other, last) -> told when the other has run
// wait(other) -> tells nobody else, and that one until it has run
// hog() -> told again until it has run; counts what came after the word for it
// where() -> on(asker) | broken() -> failed
// rally(other) -> told to and fro until the third has run
#define HAND(M)                                                      \
  M(HAND_GO, hand, go, , )                                           \
  M(HAND_HOLD, hand, hold, (ref(Hand), other)(ref(Hand), last), )    \
  M(HAND_WHERE, hand, where, (ref(Hand), other), (bool, on_asker))   \
  M(HAND_BREAK, hand, break_it, , )                                  \
  M(HAND_BEGIN, hand, begin, (ref(Hand), other)(ref(Hand), third), ) \
  M(HAND_RALLY, hand, rally, (ref(Hand), from), )                    \
  M(HAND_WAIT, hand, wait, (ref(Hand), other), )                     \
  M(HAND_HOG, hand, hog, , )
REF(Hand, hand)
PROTOCOL_AFTER_REF(Hand, hand, HAND)
STATE(HandState, (private(pthread_t *),
                  asker)(private(atomic_int *),
                         runs)(private(atomic_int *),
                               sent)(private(atomic_int *),
                                     late)(private(atomic_int *), hogged))
ACTOR(Hand, hand, HandState, lending)

static void lending(HandState *self, const HandMsg *message) {
  switch (message->kind) {
    case HAND_WAIT:
      while (atomic_load(self->runs) == 0) {
        CHECK(hand_tell_go(message->wait.other) == TELL_OK);
      }
      break;
    case HAND_HOG:
      atomic_fetch_add(self->hogged, 1);
      if (atomic_load(self->runs) == 0) {
        atomic_fetch_add(self->late, atomic_load(self->sent) > 0);
        CHECK(hand_tell_hog(hand_self()) == TELL_OK);
      }
      break;
    case HAND_GO:
      atomic_fetch_add(self->runs, 1);
      break;
    case HAND_HOLD:
      CHECK(hand_tell_go(message->hold.other) == TELL_OK);
      CHECK(hand_tell_go(message->hold.last) == TELL_OK);
      while (atomic_load(self->runs) == 0) {
      }
      break;
    case HAND_WHERE:
      if (!ref_equal(message->where.other.ref, NOBODY)) {
        CHECK(hand_tell_go(message->where.other) == TELL_OK);
      }
      hand_reply_where(pthread_equal(*self->asker, pthread_self()) != 0);
      break;
    case HAND_BREAK:
      fail("broken");
    case HAND_BEGIN:
      CHECK(hand_tell_go(message->begin.third) == TELL_OK);
      CHECK(hand_tell_rally(message->begin.other, hand_self()) == TELL_OK);
      break;
    case HAND_RALLY:
      if (atomic_load(self->runs) == 0) {
        CHECK(hand_tell_rally(message->rally.from, hand_self()) == TELL_OK);
      }
      break;
  }
}

typedef struct Hands {
  System *system;
  pthread_t asker;
  atomic_int runs;
  atomic_int sent;
  atomic_int late;
  atomic_int hogged;
  HandRef hands[3];
} Hands;

static void begin(Hands *hands, size_t workers) {
  *hands = (Hands){.asker = pthread_self()};
  SystemOptions options = {.dispatcher = &run_pool, .workers = workers};
  hands->system = system_start(&options);
  CU_ASSERT_PTR_NOT_NULL_FATAL(hands->system);
  for (size_t i = 0; i < 3; i++) {
    hands->hands[i] = hand_spawn(hands->system, "hand",
                                 (HandState){.asker = &hands->asker,
                                             .runs = &hands->runs,
                                             .sent = &hands->sent,
                                             .late = &hands->late,
                                             .hogged = &hands->hogged});
  }
  CU_ASSERT_EQUAL_FATAL(system_run(hands->system, PATIENCE), RUN_QUIET);
}

static void end(Hands *hands) {
  CU_ASSERT_EQUAL(system_stop(hands->system, PATIENCE), SYSTEM_CLEAN);
}

static void who_waits_behind_a_long_handler_is_taken_over(void) {
  Hands hands;
  begin(&hands, 2);
  CU_ASSERT_EQUAL(
      hand_tell_hold(hands.hands[0], hands.hands[1], hands.hands[2]), TELL_OK);
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(atomic_load(&hands.runs), 2);
  end(&hands);
}

static void so_is_the_only_one_to_whom_it_sends_a_lot(void) {
  Hands hands;
  begin(&hands, 2);
  CU_ASSERT_EQUAL(hand_tell_wait(hands.hands[0], hands.hands[1]), TELL_OK);
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT(atomic_load(&hands.runs) > 0);
  end(&hands);
}

// The handler in which the word came, and the one that had begun by then.
enum { HANDLERS_AT_MOST = 2 };

static void what_comes_from_outside_waits_for_one_handler_not_for_a_turn(void) {
  Hands hands;
  begin(&hands, 1);
  CU_ASSERT_EQUAL(hand_tell_hog(hands.hands[0]), TELL_OK);
  wait_until(atomic_load(&hands.hogged) > 0, PATIENCE);
  CU_ASSERT_EQUAL(hand_tell_go(hands.hands[1]), TELL_OK);
  atomic_fetch_add(&hands.sent, 1);
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT(atomic_load(&hands.late) <= HANDLERS_AT_MOST);
  end(&hands);
}

static void two_that_talk_for_ever_do_not_starve_a_third(void) {
  Hands hands;
  begin(&hands, 1);
  CU_ASSERT_EQUAL(
      hand_tell_begin(hands.hands[0], hands.hands[1], hands.hands[2]), TELL_OK);
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(atomic_load(&hands.runs), 1);
  end(&hands);
}

static bool runs_on_asker(HandRef hand, HandRef other, Deadline deadline) {
  struct hand_where_reply reply = {0};
  CU_ASSERT_EQUAL(hand_ask_where(hand, other, &reply, deadline), ASK_OK);
  return reply.on_asker;
}

static const HandRef nobody = {{0}};

static void who_asks_an_idle_actor_without_a_deadline_runs_it_itself(void) {
  Hands hands;
  begin(&hands, 1);
  CU_ASSERT_TRUE(runs_on_asker(hands.hands[0], nobody, NEVER));
  CU_ASSERT_FALSE(runs_on_asker(hands.hands[0], nobody, PATIENCE));
  end(&hands);
}

static void what_it_tells_meanwhile_is_run_by_the_pool(void) {
  Hands hands;
  begin(&hands, 1);
  CU_ASSERT_TRUE(runs_on_asker(hands.hands[0], hands.hands[1], NEVER));
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(atomic_load(&hands.runs), 1);
  end(&hands);
}

static void who_holds_a_mutex_has_the_pool_run_what_it_asks(void) {
  Hands hands;
  begin(&hands, 1);
  Mutex mutex;
  mutex_init(&mutex);
  mutex_lock(&mutex);
  CU_ASSERT_FALSE(runs_on_asker(hands.hands[0], nobody, NEVER));
  mutex_unlock(&mutex);
  mutex_release(&mutex);
  end(&hands);
}

static void a_handler_that_fails_on_the_asker_ends_its_actor_alone(void) {
  Hands hands;
  begin(&hands, 1);
  struct hand_break_it_reply reply;
  CU_ASSERT_EQUAL(hand_ask_break_it(hands.hands[0], &reply, NEVER), ASK_FAILED);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(hands.hands[0].ref, &reason, PATIENCE),
                  END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  CU_ASSERT_TRUE(runs_on_asker(hands.hands[1], nobody, NEVER));
  end(&hands);
}

// ---- Many ask one, and it is quiet afterwards ----

enum { ASKERS = 3, ASKS = 200 };

static void ask_often(void *arg) {
  Hands *hands = arg;
  for (int i = 0; i < ASKS; i++) {
    struct hand_where_reply reply;
    CHECK(hand_ask_where(hands->hands[i % 3], hands->hands[(i + 1) % 3], &reply,
                         i % 2 == 0 ? NEVER : PATIENCE) == ASK_OK);
  }
}

static void many_askers_at_a_time_are_all_answered(void) {
  Hands hands;
  begin(&hands, 2);
  Thread askers[ASKERS];
  for (size_t i = 0; i < ASKERS; i++) {
    CU_ASSERT_FATAL(thread_start(&askers[i], "asker", ask_often, &hands));
  }
  for (size_t i = 0; i < ASKERS; i++) {
    thread_join(&askers[i]);
  }
  CU_ASSERT_EQUAL(system_run(hands.system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(atomic_load(&hands.runs), ASKERS * ASKS);
  end(&hands);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(thieves_and_the_owner_take_every_actor_once),
      CASE(one_is_taken_out_of_the_middle_by_its_owner_or_a_thief),
      CASE(one_that_stands_far_behind_is_not_looked_for),
      CASE(the_last_are_taken_in_their_order_and_the_rest_stays),
      CASE(who_waits_behind_a_long_handler_is_taken_over),
      CASE(so_is_the_only_one_to_whom_it_sends_a_lot),
      CASE(what_comes_from_outside_waits_for_one_handler_not_for_a_turn),
      CASE(two_that_talk_for_ever_do_not_starve_a_third),
      CASE(who_asks_an_idle_actor_without_a_deadline_runs_it_itself),
      CASE(what_it_tells_meanwhile_is_run_by_the_pool),
      CASE(who_holds_a_mutex_has_the_pool_run_what_it_asks),
      CASE(a_handler_that_fails_on_the_asker_ends_its_actor_alone),
      CASE(many_askers_at_a_time_are_all_answered),
      CU_TEST_INFO_NULL};
  return run_suite("workers", cases);
}
