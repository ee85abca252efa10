// Actors that come and go in crowds: their slots are used again, what they had
// is given back, and the counts are right, also while others look at them.
#include "acting/runtime.h"
#include "base/mem.h"
#include "ways.h"

enum { CROWD = 150 };

#define KID(M)                                \
  M(KID_WORK, kid, work, (ref(Kid), other), ) \
  M(KID_STAY, kid, stay, , )
REF(Kid, kid)
PROTOCOL_AFTER_REF(Kid, kid, KID)
STATE(KidState, (i64, works))
ACTOR(Kid, kid, KidState, playing)

#define NEST(M)                                            \
  M(NEST_RAISE, nest, raise, (i64, count), (i64, highest)) \
  M(NEST_GIVE, nest, give, , (ref(Kid), kid))
PROTOCOL(Nest, nest, NEST)
NO_STATE(NestState)
ACTOR(Nest, nest, NestState, raising)

static void playing(KidState *self, const KidMsg *message) {
  switch (message->kind) {
    case KID_WORK:
      self->works++;
      actor_exit();
      break;
    case KID_STAY:
      break;
  }
}

static KidRef new_kid(System *system) {
  KidRef kid = kid_spawn(system, "kid", (KidState){0});
  CHECK(spawn_outcome(kid.ref) == SPAWN_OK);
  return kid;
}

// Gives the highest slot that any of them had.
static u32 raise_kids(i64 count) {
  u32 highest = 0;
  for (i64 i = 0; i < count; i++) {
    KidRef kid = new_kid(actor_system());
    u32 slot = ref_slot(kid.ref);
    highest = slot > highest ? slot : highest;
    CHECK(kid_tell_work(kid, kid) == TELL_OK);
  }
  return highest;
}

static void raising(NestState *self, const NestMsg *message) {
  (void)self;
  switch (message->kind) {
    case NEST_RAISE:
      nest_reply_raise(raise_kids(message->raise.count));
      break;
    case NEST_GIVE: {
      KidRef kid = new_kid(actor_system());
      CHECK(kid_tell_work(kid, kid) == TELL_OK);
      nest_reply_give(kid);
      break;
    }
  }
}

static u32 burst(System *system, NestRef nest) {
  struct nest_raise_reply reply = {0};
  CHECK(nest_ask_raise(nest, CROWD, &reply, NEVER) == ASK_OK);
  CHECK(system_run(system, NEVER) == RUN_QUIET);
  return (u32)reply.highest;
}

// ---- Bursts ----

// But for a label that a worker keeps, and threads that have yet to be joined.
UNDER_ALL(a_burst_of_actors_gives_back_what_it_took) {
  System *system = start_system();
  NestRef nest = nest_spawn(system, "nest", (NestState){0});
  burst(system, nest);
  i64 live = mem_live();
  for (int i = 0; i < 3; i++) {
    burst(system, nest);
  }
  CU_ASSERT(mem_live() < live + CROWD);  // of three times as many
  actor_stop(nest.ref);
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_EMPTY);
  stop_system(system);
}

// Each worker may keep two batches of slots for itself.
UNDER_ALL(slots_of_those_that_have_ended_are_used_again) {
  enum { KEPT_ASIDE = 512, BURSTS = 12 };
  System *system = start_system();
  NestRef nest = nest_spawn(system, "nest", (NestState){0});
  u32 highest = 0;
  for (int i = 0; i < BURSTS; i++) {
    u32 slot = burst(system, nest);
    highest = slot > highest ? slot : highest;
  }
  CU_ASSERT(highest < CROWD + KEPT_ASIDE);
  actor_stop(nest.ref);
  stop_system(system);
}

UNDER_ALL(counts_are_exact_when_all_is_quiet) {
  System *system = start_system();
  NestRef nest = nest_spawn(system, "nest", (NestState){0});
  for (u64 i = 1; i <= 3; i++) {
    burst(system, nest);
    SystemCounts counts = system_counts(system);
    CU_ASSERT_EQUAL(counts.spawned, 1 + i * CROWD);
    CU_ASSERT_EQUAL(counts.ended, i * CROWD);
  }
  char names[64];
  CU_ASSERT_EQUAL(system_living(system, names, sizeof names), 1);
  CU_ASSERT_STRING_EQUAL(names, "nest");
  actor_stop(nest.ref);
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_EMPTY);
  stop_system(system);
}

// ---- While others look ----

UNDER_ALL(who_waits_for_an_end_hears_of_it_whenever_it_comes) {
  System *system = start_system();
  NestRef nest = nest_spawn(system, "nest", (NestState){0});
  for (int i = 0; i < 20; i++) {
    struct nest_give_reply given = {0};
    CU_ASSERT_EQUAL_FATAL(nest_ask_give(nest, &given, NEVER), ASK_OK);
    StopReason reason = STOPPED_GONE;
    EndOutcome outcome = actor_wait_end(given.kid.ref, &reason, NEVER);
    // The nest has not spawned since.
    CU_ASSERT_EQUAL(outcome, END_OK);
    CU_ASSERT_EQUAL(reason, STOPPED_NORMAL);
    CU_ASSERT_FALSE(actor_is_alive(given.kid.ref));
    CU_ASSERT_EQUAL(kid_tell_stay(given.kid), TELL_STOPPED);
  }
  actor_stop(nest.ref);
  stop_system(system);
}

UNDER_ALL(actors_that_are_stopped_while_they_end_end_once) {
  System *system = start_system();
  KidRef kids[CROWD];
  for (int i = 0; i < CROWD; i++) {
    kids[i] = new_kid(system);
    ignore(kid_tell_work(kids[i], kids[i]));
    if (i % 3 == 0) {
      actor_stop(kids[i].ref);
    } else if (i % 3 == 1) {
      actor_kill(kids[i].ref);
    }
  }
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_EMPTY);
  SystemCounts counts = system_counts(system);
  CU_ASSERT_EQUAL(counts.spawned, CROWD);
  CU_ASSERT_EQUAL(counts.ended, CROWD);
  stop_system(system);
}

UNDER_ALL(names_of_those_that_ended_are_not_given_to_the_next) {
  System *system = start_system();
  KidRef first = new_kid(system);
  CU_ASSERT_EQUAL(names_register(first.ref, "the-kid"), NAME_OK);
  CU_ASSERT_EQUAL(kid_tell_work(first, first), TELL_OK);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(first.ref, &reason, NEVER), END_OK);
  KidRef next = new_kid(system);
  CU_ASSERT_EQUAL(names_whereis(system, "the-kid", NULL).bits, 0);
  CU_ASSERT(actor_is_alive(next.ref));
  actor_stop(next.ref);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_burst_of_actors_gives_back_what_it_took),
      CASE(slots_of_those_that_have_ended_are_used_again),
      CASE(counts_are_exact_when_all_is_quiet),
      CASE(who_waits_for_an_end_hears_of_it_whenever_it_comes),
      CASE(actors_that_are_stopped_while_they_end_end_once),
      CASE(names_of_those_that_ended_are_not_given_to_the_next),
      CU_TEST_INFO_NULL};
  return run_suite("births", cases);
}
