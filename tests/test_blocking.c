// Tests of blocking actors: handlers that wait, on a thread of their own under
// every dispatcher, in turn with all others under the stepper.
#include "ways.h"

#define CLERK(M)                                                   \
  M(CLERK_FETCH, clerk, fetch, (ref(Clerk), from)(i64, ms),        \
    (enum(AskOutcome), outcome)(i64, value))                       \
  M(CLERK_VALUE, clerk, value, , (i64, value))                     \
  M(CLERK_PASS, clerk, pass, (ref(Clerk), next)(ref(Clerk), last), \
    (enum(AskOutcome), outcome))                                   \
  M(CLERK_OUTLIVE, clerk, outlive, (ref(Any), who)(i64, ms),       \
    (enum(EndOutcome), outcome)(enum(StopReason), reason))         \
  M(CLERK_FILL, clerk, fill, (ref(Clerk), box)(i64, ms),           \
    (enum(TellOutcome), outcome))                                  \
  M(CLERK_IDLE, clerk, idle, , )                                   \
  M(CLERK_FAIL_AFTER, clerk, fail_after, (ref(Clerk), from), )     \
  M(CLERK_RUN, clerk, run, , )                                     \
  M(CLERK_SEEN, clerk, seen, , (i64, idles))
REF(Clerk, clerk)
PROTOCOL_AFTER_REF(Clerk, clerk, CLERK)
STATE(ClerkState, (i64, value)(i64, idles))
ACTOR(Clerk, clerk, ClerkState, serving)

static Deadline span(i64 ms) {
  return ms < 0 ? NEVER : after_ms(ms);
}

static void fetch(const struct clerk_fetch *message) {
  struct clerk_value_reply got;
  AskOutcome outcome = clerk_ask_value(message->from, &got, span(message->ms));
  clerk_reply_fetch(outcome, got.value);
}

static void pass(const struct clerk_pass *message) {
  struct clerk_pass_reply got;
  AskOutcome outcome;
  if (message->last.ref.bits == 0) {
    outcome = clerk_ask_pass(message->next, message->next, message->last, &got,
                             PATIENCE);
  } else {
    outcome = clerk_ask_pass(message->next, message->last, (ClerkRef){NOBODY},
                             &got, PATIENCE);
  }
  clerk_reply_pass(outcome == ASK_OK ? got.outcome : outcome);
}

static void outlive(const struct clerk_outlive *message) {
  StopReason reason = STOPPED_GONE;
  EndOutcome outcome =
      actor_wait_end(message->who.ref, &reason, span(message->ms));
  clerk_reply_outlive(outcome, reason);
}

static void serving(ClerkState *self, const ClerkMsg *message) {
  struct clerk_value_reply got;
  switch (message->kind) {
    case CLERK_FETCH:
      fetch(&message->fetch);
      break;
    case CLERK_VALUE:
      clerk_reply_value(self->value);
      break;
    case CLERK_PASS:
      pass(&message->pass);
      break;
    case CLERK_OUTLIVE:
      outlive(&message->outlive);
      break;
    case CLERK_FILL:
      clerk_reply_fill(clerk_tell_idle_within(message->fill.box,
                                              after_ms(message->fill.ms)));
      break;
    case CLERK_IDLE:
      self->idles++;
      break;
    case CLERK_FAIL_AFTER:
      ignore(clerk_ask_value(message->fail_after.from, &got, PATIENCE));
      CHECK(got.value == 0 && "fails after it has waited");
      break;
    case CLERK_RUN:
      ignore(system_run(actor_system(), NOW));
      break;
    case CLERK_SEEN:
      clerk_reply_seen(self->idles);
      break;
  }
}

static ClerkRef new_blocking(System *system, const char *label) {
  return clerk_spawn_with(system,
                          (SpawnOptions){.label = label, .blocking = true},
                          (ClerkState){.value = 7});
}

static ClerkRef new_plain(System *system, const char *label) {
  return clerk_spawn(system, label, (ClerkState){.value = 42});
}

UNDER_ALL(a_handler_of_a_blocking_actor_asks_and_waits) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef archive = new_plain(system, "archive");
  struct clerk_fetch_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_fetch(clerk, archive, 1000, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, ASK_OK);
  CU_ASSERT_EQUAL(reply.value, 42);
  stop_system(system);
}

UNDER_ALL(blocking_actors_ask_each_other_in_a_chain) {
  System *system = start_system();
  ClerkRef clerks[20];
  clerks[0] = new_plain(system, "the last");
  for (int i = 1; i < 20; i++) {
    clerks[i] = new_blocking(system, "clerk");
  }
  struct clerk_fetch_reply reply;
  for (int i = 1; i < 20; i++) {
    CU_ASSERT_EQUAL(
        clerk_ask_fetch(clerks[i], clerks[i - 1], 60000, &reply, PATIENCE),
        ASK_OK);
    CU_ASSERT_EQUAL(reply.value, i == 1 ? 42 : 7);
  }
  stop_system(system);
}

UNDER_ALL(while_one_waits_the_others_go_on) {
  System *system = start_system();
  ClerkRef keeper = new_plain(system, "keeper");
  ClerkRef clerks[8];
  for (int i = 0; i < 8; i++) {
    clerks[i] = new_blocking(system, "clerk");
    CU_ASSERT_EQUAL(clerk_tell_outlive(clerks[i], (AnyRef){keeper.ref}, 60000),
                    TELL_OK);
    CU_ASSERT_EQUAL(clerk_tell_idle(clerks[i]), TELL_OK);
  }
  struct clerk_value_reply value;
  CU_ASSERT_EQUAL(clerk_ask_value(keeper, &value, PATIENCE), ASK_OK);
  actor_stop(keeper.ref);
  struct clerk_seen_reply seen;
  for (int i = 0; i < 8; i++) {
    CU_ASSERT_EQUAL(clerk_ask_seen(clerks[i], &seen, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(seen.idles, 1);
  }
  stop_system(system);
}

UNDER_ALL(a_wait_in_a_handler_ends_at_its_deadline) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef keeper = new_plain(system, "keeper");
  struct clerk_outlive_reply reply;
  CU_ASSERT_EQUAL(
      clerk_ask_outlive(clerk, (AnyRef){keeper.ref}, 5, &reply, PATIENCE),
      ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, END_TIMEOUT);
  stop_system(system);
}

UNDER_ALL(an_end_waited_for_in_a_handler_gives_its_reason) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef victim = new_plain(system, "victim");
  actor_kill(victim.ref);
  struct clerk_outlive_reply reply;
  CU_ASSERT_EQUAL(
      clerk_ask_outlive(clerk, (AnyRef){victim.ref}, 60000, &reply, PATIENCE),
      ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, END_OK);
  CU_ASSERT_EQUAL(reply.reason, STOPPED_KILLED);
  stop_system(system);
}

UNDER_ALL(a_ring_of_waiting_handlers_is_refused_before_it_closes) {
  System *system = start_system();
  ClerkRef one = new_blocking(system, "one");
  ClerkRef two = new_blocking(system, "two");
  struct clerk_pass_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_pass(one, two, one, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, ASK_DEADLOCK);
  stop_system(system);
}

UNDER_ALL(a_handler_that_asks_itself_hears_of_the_deadlock_at_once) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "narcissus");
  struct clerk_fetch_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_fetch(clerk, clerk, 60000, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, ASK_DEADLOCK);
  stop_system(system);
}

UNDER_ALL(the_end_of_the_asked_wakes_the_handler) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef keeper = new_plain(system, "keeper");
  actor_stop(keeper.ref);
  struct clerk_fetch_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_fetch(clerk, keeper, 60000, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, ASK_STOPPED);
  stop_system(system);
}

UNDER_ALL(a_blocking_actor_that_fails_after_a_wait_tells_its_asker) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef archive = new_plain(system, "archive");
  struct clerk_fail_after_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_fail_after(clerk, archive, &reply, PATIENCE),
                  ASK_FAILED);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(clerk.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  stop_system(system);
}

UNDER_ALL(a_handler_waits_for_room_in_a_full_mailbox) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef box = clerk_spawn_with(
      system, (SpawnOptions){.label = "box", .capacity = 1}, (ClerkState){0});
  struct clerk_fill_reply reply;
  for (int i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(clerk_ask_fill(clerk, box, 60000, &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT_EQUAL(reply.outcome, TELL_OK);
  }
  stop_system(system);
}

UNDER_ALL(a_plain_actor_that_waits_fails) {
  System *system = start_system();
  ClerkRef clerk = new_plain(system, "clerk");
  ClerkRef archive = new_plain(system, "archive");
  struct clerk_fetch_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_fetch(clerk, archive, 1000, &reply, PATIENCE),
                  ASK_FAILED);
  stop_system(system);
}

UNDER_ALL(a_blocking_actor_that_waits_for_quiet_fails) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  struct clerk_run_reply reply;
  CU_ASSERT_EQUAL(clerk_ask_run(clerk, &reply, PATIENCE), ASK_FAILED);
  stop_system(system);
}

STEPPED(a_wait_that_nothing_can_end_is_a_deadlock) {
  System *system = start_system();
  ClerkRef clerk = new_blocking(system, "clerk");
  ClerkRef keeper = new_plain(system, "keeper");
  struct clerk_outlive_reply reply;
  CU_ASSERT_EQUAL(
      clerk_ask_outlive(clerk, (AnyRef){keeper.ref}, -1, &reply, NEVER),
      ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, END_DEADLOCK);
  stop_system(system);
}

// What happened, but for the numbers that differ from system to system.
static void hash_event(void *context, const Event *event) {
  u64 *hash = context;
  Event plain = {.kind = event->kind,
                 .step = event->step,
                 .time = event->time,
                 .actor = ref_slot((Ref){event->actor}),
                 .other = ref_slot((Ref){event->other}),
                 .name = event->name,
                 .text = event->text};
  *hash = event_hash(*hash, &plain);
}

static u64 run_seeded(u64 seed) {
  u64 hash = 0;
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper,
                                                 .seed = &seed,
                                                 .listener = hash_event,
                                                 .context = &hash});
  ClerkRef keeper = new_plain(system, "keeper");
  for (int i = 0; i < 4; i++) {
    ClerkRef clerk = new_blocking(system, "clerk");
    ignore(clerk_tell_fetch(clerk, keeper, 1000));
    ignore(clerk_tell_outlive(clerk, (AnyRef){keeper.ref}, 3));
  }
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
  CU_ASSERT_EQUAL(system_stop(system, NEVER), SYSTEM_CLEAN);
  return hash;
}

static void the_same_seed_gives_the_same_events_although_handlers_wait(void) {
  u64 first = run_seeded(5);
  for (int i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(run_seeded(5), first);
  }
  CU_ASSERT_NOT_EQUAL(run_seeded(6), first);
}

static void threads_of_blocking_actors_are_bounded_and_come_back(void) {
  System *system =
      system_start(&(SystemOptions){.dispatcher = &run_pool, .threads = 2});
  for (int round = 0; round < 3; round++) {
    ClerkRef one = new_blocking(system, "one");
    ClerkRef two = new_blocking(system, "two");
    ClerkRef three = new_blocking(system, "three");
    CU_ASSERT_EQUAL(spawn_outcome(one.ref), SPAWN_OK);
    CU_ASSERT_EQUAL(spawn_outcome(two.ref), SPAWN_OK);
    CU_ASSERT_EQUAL(spawn_outcome(three.ref), SPAWN_NO_THREAD);
    CU_ASSERT_EQUAL(spawn_outcome(new_plain(system, "plain").ref), SPAWN_OK);
    StopReason reason;
    actor_stop(one.ref);
    actor_stop(two.ref);
    CU_ASSERT_EQUAL(actor_wait_end(one.ref, &reason, PATIENCE), END_OK);
    CU_ASSERT_EQUAL(actor_wait_end(two.ref, &reason, PATIENCE), END_OK);
  }
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_handler_of_a_blocking_actor_asks_and_waits),
      CASE(blocking_actors_ask_each_other_in_a_chain),
      CASE(while_one_waits_the_others_go_on),
      CASE(a_wait_in_a_handler_ends_at_its_deadline),
      CASE(an_end_waited_for_in_a_handler_gives_its_reason),
      CASE(a_ring_of_waiting_handlers_is_refused_before_it_closes),
      CASE(a_handler_that_asks_itself_hears_of_the_deadlock_at_once),
      CASE(the_end_of_the_asked_wakes_the_handler),
      CASE(a_blocking_actor_that_fails_after_a_wait_tells_its_asker),
      CASE(a_handler_waits_for_room_in_a_full_mailbox),
      CASE(a_plain_actor_that_waits_fails),
      CASE(a_blocking_actor_that_waits_for_quiet_fails),
      CASE(a_wait_that_nothing_can_end_is_a_deadlock),
      CASE(the_same_seed_gives_the_same_events_although_handlers_wait),
      CASE(threads_of_blocking_actors_are_bounded_and_come_back),
      CU_TEST_INFO_NULL};
  return run_suite("blocking", cases);
}
