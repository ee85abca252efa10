// Tests of a handler that sends so much that others run within it: what it
// costs in memory, and that nothing else can be noticed of it.
#include <errno.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "support.h"
#include "troupe.h"

// ---- Who sends, and who takes ----

#define SINK(M)                                                \
  M(SINK_ITEM, sink, item, (u64, sender)(i64, number), )       \
  M(SINK_LOCKS, sink, locks, , )                               \
  M(SINK_STOP_HIM, sink, stop_him, (ref(Any), who), )          \
  M(SINK_SPREAD, sink, spread, (ref(Sink), further)(i64, n), ) \
  M(SINK_TOTAL, sink, total, , (i64, items)(i64, misplaced))
REF(Sink, sink)
PROTOCOL_AFTER_REF(Sink, sink, SINK)
enum { SENDERS = 4 };
typedef struct Last {
  i64 of[SENDERS];
} Last;
STATE(SinkState, (i64, items)(i64, misplaced)(i64, fails_each)(
                     private(Last), last)(private(Mutex *), lock))
ACTOR(Sink, sink, SinkState, sinking)

#define FOUNTAIN(M)                                                            \
  M(FOUNTAIN_FLOW, fountain, flow, (ref(Sink), to)(i64, n), (i64, held))       \
  M(FOUNTAIN_ASK, fountain, ask, (ref(Sink), whom)(i64, n), (i64, sum))        \
  M(FOUNTAIN_LOCK, fountain, lock, (ref(Sink), to)(i64, n), )                  \
  M(FOUNTAIN_HEARD, fountain, heard, REPLY_HEAD(i64, items)(i64, misplaced), ) \
  M(FOUNTAIN_RAISE, fountain, raise, (i64, n), (i64, held))                    \
  M(FOUNTAIN_BACK, fountain, back, , )                                         \
  M(FOUNTAIN_BACKS, fountain, backs, , (i64, backs))
REF(Fountain, fountain)
PROTOCOL_AFTER_REF(Fountain, fountain, FOUNTAIN)
STATE(FountainState, (u64, number)(i64, asked)(i64, heard)(i64, backs)(
                         private(Request *), asker)(private(Mutex *), lock))
ACTOR(Fountain, fountain, FountainState, flowing)

#define DROP(M) M(DROP_FALL, drop, fall, (ref(Fountain), home), )
PROTOCOL(Drop, drop, DROP)
NO_STATE(DropState)
ACTOR(Drop, drop, DropState, falling)

static void take_item(SinkState *self, u64 sender, i64 number) {
  self->items++;
  self->misplaced += number <= self->last.of[sender];
  self->last.of[sender] = number;
  if (self->fails_each > 0 && self->items % self->fails_each == 0) {
    fail("as it does");
  }
}

static void spread(SinkRef further, i64 n) {
  for (i64 i = 1; i <= n; i++) {
    CHECK(sink_tell_item(further, 1, i) == TELL_OK);
  }
}

static void sinking(SinkState *self, const SinkMsg *message) {
  errno = EDOM;
  switch (message->kind) {
    case SINK_ITEM:
      take_item(self, message->item.sender, message->item.number);
      break;
    case SINK_LOCKS:
      mutex_lock(self->lock);
      self->items++;
      mutex_unlock(self->lock);
      break;
    case SINK_STOP_HIM:
      actor_kill(message->stop_him.who.ref);
      break;
    case SINK_SPREAD:
      spread(message->spread.further, message->spread.n);
      break;
    case SINK_TOTAL:
      sink_reply_total(self->items, self->misplaced);
      break;
  }
}

static void falling(DropState *self, const DropMsg *message) {
  (void)self;
  switch (message->kind) {
    case DROP_FALL:
      CHECK(fountain_tell_back(message->fall.home) == TELL_OK);
      actor_exit();
      break;
  }
}

// Gives how many blocks more were in use than before, at its end.
static i64 flow(FountainState *self, SinkRef to, i64 n) {
  i64 before = mem_live();
  FountainRef me = fountain_self();
  errno = ERANGE;
  for (i64 i = 1; i <= n; i++) {
    TellOutcome told = sink_tell_item(to, self->number, i);
    CHECK(told == TELL_OK || told == TELL_STOPPED);
  }
  CHECK(errno == ERANGE);
  CHECK(ref_equal(me.ref, fountain_self().ref));
  return mem_live() - before;
}

static void ask_often(FountainState *self, SinkRef whom, i64 n) {
  self->asker = request_take();
  self->asked = n;
  self->heard = 0;
  for (i64 i = 0; i < n; i++) {
    CHECK(sink_ask_total_as(whom, fountain_heard, NEVER) != 0);
  }
}

static void hear(FountainState *self, AskOutcome outcome) {
  self->heard += outcome == ASK_OK;
  if (--self->asked == 0) {
    fountain_reply_ask_to(&self->asker, self->heard);
  }
}

static i64 raise_drops(i64 n) {
  i64 before = mem_live();
  for (i64 i = 0; i < n; i++) {
    DropRef drop = drop_spawn(actor_system(), "drop", (DropState){0});
    CHECK(drop_tell_fall(drop, fountain_self()) == TELL_OK);
  }
  return mem_live() - before;
}

static void lock_and_tell(FountainState *self, SinkRef to, i64 n) {
  mutex_lock(self->lock);
  for (i64 i = 0; i < n; i++) {
    CHECK(sink_tell_locks(to) == TELL_OK);
  }
  mutex_unlock(self->lock);
}

static void flowing(FountainState *self, const FountainMsg *message) {
  switch (message->kind) {
    case FOUNTAIN_FLOW:
      fountain_reply_flow(flow(self, message->flow.to, message->flow.n));
      break;
    case FOUNTAIN_ASK:
      ask_often(self, message->ask.whom, message->ask.n);
      break;
    case FOUNTAIN_LOCK:
      lock_and_tell(self, message->lock.to, message->lock.n);
      break;
    case FOUNTAIN_HEARD:
      hear(self, message->heard.outcome);
      break;
    case FOUNTAIN_RAISE:
      fountain_reply_raise(raise_drops(message->raise.n));
      break;
    case FOUNTAIN_BACK:
      self->backs++;
      break;
    case FOUNTAIN_BACKS:
      fountain_reply_backs(self->backs);
      break;
  }
}

// ---- A system of some workers ----

#if defined(NO_POOL)  // a sanitizer takes its time
enum { MANY = 100000 };
#else
enum { MANY = 1000000 };
#endif
// What may lie about: what was sent since the last time, twice where others
// were to have it, and what a mailbox and the pool take in batches.
enum { SOME = 10000 };

static System *start_workers(size_t workers) {
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_pool, .workers = workers});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  return system;
}

static void stop_clean(System *system) {
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

static SinkRef sink_in(System *system) {
  return sink_spawn(system, "sink", (SinkState){.items = 0});
}

static FountainRef fountain_in(System *system, u64 number) {
  return fountain_spawn(system, "fountain", (FountainState){.number = number});
}

static void must_have(SinkRef sink, i64 items) {
  struct sink_total_reply total = {0};
  CU_ASSERT_EQUAL(sink_ask_total(sink, &total, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(total.items, items);
  CU_ASSERT_EQUAL(total.misplaced, 0);
}

// ---- Memory ----

// Who asks with a deadline sleeps meanwhile: one worker runs all.
static void a_million_messages_from_one_handler_take_no_memory(void) {
  System *system = start_workers(1);
  SinkRef sink = sink_in(system);
  struct fountain_flow_reply reply = {0};
  CU_ASSERT_EQUAL(
      fountain_ask_flow(fountain_in(system, 0), sink, MANY, &reply, PATIENCE),
      ASK_OK);
  CU_ASSERT(reply.held < SOME);
  must_have(sink, MANY);
  stop_clean(system);
}

static void so_do_they_for_who_waits_already_among_others(void) {
  System *system = start_workers(1);
  SinkRef sink = sink_in(system);
  for (u64 i = 0; i < SENDERS; i++) {
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    struct fountain_flow_reply reply = {0};
    CU_ASSERT_EQUAL(fountain_ask_flow(fountain_in(system, i), sink, MANY / 4,
                                      &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT(reply.held < SOME);
  }
  must_have(sink, MANY / 4 * SENDERS);
  stop_clean(system);
}

// But for one answer each, which waits for the handler to end.
static void actors_made_in_one_handler_end_within_it(void) {
  enum { DROPS = MANY / 20 };
  System *system = start_workers(1);
  FountainRef fountain = fountain_in(system, 0);
  struct fountain_raise_reply reply = {0};
  CU_ASSERT_EQUAL(fountain_ask_raise(fountain, DROPS, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT(reply.held < DROPS + SOME);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  struct fountain_backs_reply backs = {0};
  CU_ASSERT_EQUAL(fountain_ask_backs(fountain, &backs, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(backs.backs, DROPS);
  stop_clean(system);
}

// ---- And nothing else ----

static void every_senders_order_is_kept_with_one_worker_or_more(void) {
  for (size_t workers = 1; workers <= 4; workers *= 2) {
    System *system = start_workers(workers);
    SinkRef sinks[] = {sink_in(system), sink_in(system)};
    for (u64 i = 0; i < SENDERS; i++) {
      FountainRef fountain = fountain_in(system, i);
      for (size_t sink = 0; sink < 2; sink++) {
        CU_ASSERT_EQUAL(fountain_tell_flow(fountain, sinks[sink], MANY / 8),
                        TELL_OK);
      }
    }
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    must_have(sinks[0], MANY / 8 * SENDERS);
    must_have(sinks[1], MANY / 8 * SENDERS);
    stop_clean(system);
  }
}

// Its sender goes on, and finds errno as it left it.
static void who_fails_within_another_ends_alone(void) {
  System *system = start_workers(1);
  SinkRef sink =
      sink_spawn(system, "frail", (SinkState){.fails_each = MANY / 10});
  struct fountain_flow_reply reply = {0};
  CU_ASSERT_EQUAL(
      fountain_ask_flow(fountain_in(system, 0), sink, MANY, &reply, PATIENCE),
      ASK_OK);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(sink.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  CU_ASSERT_EQUAL(system_counts(system).failed, 1);
  stop_clean(system);
}

static void a_child_that_fails_within_another_lives_again(void) {
  static const SinkState frail = {.fails_each = MANY / 10};
  static const ChildSpec children[] = {CHILD(sink, "frail", &frail)};
  static const SupervisorOptions options = {
      .intensity = 100, .children = children, .count = 1};
  System *system = start_workers(1);
  SupervisorRef supervisor = supervisor_spawn(system, "keeper", &options);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  struct supervisor_find_reply found = {0};
  CU_ASSERT_EQUAL(supervisor_ask_find(supervisor, "frail", &found, PATIENCE),
                  ASK_OK);
  SinkRef sink = {found.child.ref};
  struct fountain_flow_reply reply = {0};
  CU_ASSERT_EQUAL(
      fountain_ask_flow(fountain_in(system, 0), sink, MANY, &reply, PATIENCE),
      ASK_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(system_counts(system).restarted, 10);
  CU_ASSERT_TRUE(actor_is_alive(sink.ref));
  stop_clean(system);
}

// A kill acts between messages, wherever it comes from.
static void who_is_killed_from_within_ends_behind_its_handler(void) {
  System *system = start_workers(1);
  SinkRef sink = sink_in(system);
  FountainRef fountain = fountain_in(system, 0);
  CU_ASSERT_EQUAL(actor_wait_started(fountain.ref, PATIENCE), START_OK);
  CU_ASSERT_EQUAL(sink_tell_stop_him(sink, (AnyRef){fountain.ref}), TELL_OK);
  ignore(fountain_tell_flow(fountain, sink, MANY));
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(fountain.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_KILLED);
  stop_clean(system);
}

static void who_asks_a_lot_in_one_handler_hears_every_answer_later(void) {
  enum { ASKS = MANY / 20 };
  System *system = start_workers(2);
  FountainRef fountain = fountain_in(system, 0);
  struct fountain_ask_reply reply = {0};
  CU_ASSERT_EQUAL(
      fountain_ask_ask(fountain, sink_in(system), ASKS, &reply, PATIENCE),
      ASK_OK);
  CU_ASSERT_EQUAL(reply.sum, ASKS);
  stop_clean(system);
}

static void who_runs_within_another_may_send_as_much(void) {
  System *system = start_workers(1);
  SinkRef last = sink_in(system);
  SinkRef middle = sink_in(system);
  CU_ASSERT_EQUAL(actor_wait_started(middle.ref, PATIENCE), START_OK);
  CU_ASSERT_EQUAL(sink_tell_spread(middle, last, MANY / 2), TELL_OK);
  CU_ASSERT_EQUAL(fountain_tell_flow(fountain_in(system, 0), middle, MANY),
                  TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  must_have(middle, MANY);
  must_have(last, MANY / 2);
  stop_clean(system);
}

// With its receiver on the same thread it would wait for itself.
static void who_has_locked_a_mutex_is_left_alone(void) {
  System *system = start_workers(1);
  Mutex lock;
  mutex_init(&lock);
  SinkRef sink = sink_spawn(system, "sink", (SinkState){.lock = &lock});
  FountainRef fountain =
      fountain_spawn(system, "fountain", (FountainState){.lock = &lock});
  CU_ASSERT_EQUAL(fountain_tell_lock(fountain, sink, MANY / 10), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  must_have(sink, MANY / 10);
  stop_clean(system);
  mutex_release(&lock);
}

static void a_system_stops_in_the_middle_of_it(void) {
  for (size_t workers = 1; workers <= 2; workers++) {
    System *system = start_workers(workers);
    SinkRef sink = sink_in(system);
    for (u64 i = 0; i < SENDERS; i++) {
      CU_ASSERT_EQUAL(fountain_tell_flow(fountain_in(system, i), sink, MANY),
                      TELL_OK);
    }
    stop_clean(system);
  }
}

// ---- Who asks from outside is a worker meanwhile ----

static void who_asks_and_waits_for_ever_runs_what_it_caused(void) {
  System *system = start_workers(2);
  SinkRef sink = sink_in(system);
  FountainRef fountain = fountain_in(system, 0);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  for (int i = 0; i < 3; i++) {
    struct fountain_raise_reply raised = {0};
    CU_ASSERT_EQUAL(fountain_ask_raise(fountain, MANY / 50, &raised, NEVER),
                    ASK_OK);
    struct fountain_flow_reply reply = {0};
    CU_ASSERT_EQUAL(fountain_ask_flow(fountain, sink, MANY / 10, &reply, NEVER),
                    ASK_OK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  struct fountain_backs_reply backs = {0};
  CU_ASSERT_EQUAL(fountain_ask_backs(fountain, &backs, NEVER), ASK_OK);
  CU_ASSERT_EQUAL(backs.backs, 3 * (MANY / 50));
  stop_clean(system);
}

typedef struct Guest {
  Thread thread;
  FountainRef fountain;
  SinkRef sink;
  i64 right;
} Guest;

enum { GUESTS = 4, VISITS = 200 };

static void visit(void *arg) {
  Guest *guest = arg;
  for (i64 i = 0; i < VISITS; i++) {
    struct fountain_ask_reply reply = {0};
    AskOutcome outcome =
        fountain_ask_ask(guest->fountain, guest->sink, 3, &reply, NEVER);
    guest->right += outcome == ASK_OK && reply.sum == 3;
  }
}

static void many_threads_may_ask_at_once(void) {
  System *system = start_workers(2);
  Guest guests[GUESTS];
  SinkRef sink = sink_in(system);
  for (u64 i = 0; i < GUESTS; i++) {
    guests[i] = (Guest){.fountain = fountain_in(system, i), .sink = sink};
    CU_ASSERT_FATAL(
        thread_start(&guests[i].thread, "guest", visit, &guests[i]));
  }
  for (size_t i = 0; i < GUESTS; i++) {
    thread_join(&guests[i].thread);
    CU_ASSERT_EQUAL(guests[i].right, VISITS);
  }
  stop_clean(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_million_messages_from_one_handler_take_no_memory),
      CASE(so_do_they_for_who_waits_already_among_others),
      CASE(actors_made_in_one_handler_end_within_it),
      CASE(every_senders_order_is_kept_with_one_worker_or_more),
      CASE(who_fails_within_another_ends_alone),
      CASE(a_child_that_fails_within_another_lives_again),
      CASE(who_is_killed_from_within_ends_behind_its_handler),
      CASE(who_asks_a_lot_in_one_handler_hears_every_answer_later),
      CASE(who_runs_within_another_may_send_as_much),
      CASE(who_has_locked_a_mutex_is_left_alone),
      CASE(a_system_stops_in_the_middle_of_it),
      CASE(who_asks_and_waits_for_ever_runs_what_it_caused),
      CASE(many_threads_may_ask_at_once),
      CU_TEST_INFO_NULL};
  return run_suite("nesting", cases);
}
