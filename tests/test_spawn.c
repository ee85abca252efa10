// Tests of actors that are prepared first: they take messages, bonds and names,
// nothing of them runs before the start, and they can end without one.
#include <string.h>

#include "base/mem.h"
#include "ways.h"

#define SEED(M)                                                      \
  M(SEED_NOTE, seed, note, (i64, number), )                          \
  M(SEED_COUNT, seed, count, , (i64, notes)(i64, last)(bool, first)) \
  M(SEED_RAISE, seed, raise, (bool, fails),                          \
    (enum(LinkOutcome), outcome)(ref(Seed), child))                  \
  M(SEED_COUNTED, seed, counted,                                     \
    REPLY_HEAD(i64, notes)(i64, last)(bool, first), )                \
  M(SEED_ASK, seed, ask, (ref(Seed), whom), )
REF(Seed, seed)
PROTOCOL_AFTER_REF(Seed, seed, SEED)
STATE(SeedState,
      (bool, fails)(bool, began)(bool, first)(i64, notes)(i64, last)(ref(Seed),
                                                                     heir))
ACTOR_WITH_ENDS(Seed, seed, SeedState, sprouts, withers, growing)

static void sprouts(SeedState *self) {
  self->began = true;
  self->first = self->notes == 0;
  if (self->fails) {
    fail("it does not sprout");
  }
}

static void withers(SeedState *self, StopReason reason) {
  (void)reason;
  if (self->heir.ref.bits != 0) {
    ignore(seed_tell_note(self->heir, self->began ? 1 : -1));
  }
}

static void growing(SeedState *self, const SeedMsg *message) {
  switch (message->kind) {
    case SEED_NOTE:
      self->notes++;
      self->last = message->note.number;
      break;
    case SEED_COUNT:
      seed_reply_count(self->notes, self->last, self->first);
      break;
    case SEED_RAISE: {
      SeedRef child = seed_prepare(actor_system(), "child",
                                   (SeedState){.fails = message->raise.fails});
      seed_reply_raise(actor_start_linked(child.ref), child);
      break;
    }
    case SEED_COUNTED:
      self->last = message->counted.outcome;
      break;
    case SEED_ASK:
      CHECK(seed_ask_count_as(message->ask.whom, seed_counted, NEVER) != 0);
      break;
  }
}

static SeedRef prepared(System *system, SeedState state) {
  SeedRef seed = seed_prepare(system, "seed", state);
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(seed.ref), SPAWN_OK);
  return seed;
}

static struct seed_count_reply look_at(SeedRef seed) {
  struct seed_count_reply reply = {0};
  CU_ASSERT_EQUAL(seed_ask_count(seed, &reply, PATIENCE), ASK_OK);
  return reply;
}

static StopReason must_end(Ref ref) {
  StopReason reason = STOPPED_GONE;
  CU_ASSERT_EQUAL(actor_wait_end(ref, &reason, PATIENCE), END_OK);
  return reason;
}

UNDER_ALL(what_is_sent_before_the_start_waits_for_it_in_order) {
  System *system = start_system();
  SeedRef seed = prepared(system, (SeedState){0});
  for (i64 i = 1; i <= 3; i++) {
    CU_ASSERT_EQUAL(seed_tell_note(seed, i), TELL_OK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(actor_mailbox_length(seed.ref), 3);
  CU_ASSERT(actor_is_alive(seed.ref));
  actor_start(seed.ref);
  CU_ASSERT_EQUAL(actor_wait_started(seed.ref, PATIENCE), START_OK);
  struct seed_count_reply then = look_at(seed);
  CU_ASSERT_EQUAL(then.notes, 3);
  CU_ASSERT_EQUAL(then.last, 3);
  CU_ASSERT(then.first);  // on_start came before all of them
  stop_system(system);
}

UNDER_ALL(a_second_start_does_nothing) {
  System *system = start_system();
  SeedRef seed = prepared(system, (SeedState){0});
  actor_start(seed.ref);
  actor_start(seed.ref);
  CU_ASSERT_EQUAL(look_at(seed).notes, 0);
  actor_start(seed.ref);
  SeedRef usual = seed_spawn(system, "usual", (SeedState){0});
  actor_start(usual.ref);
  CU_ASSERT_EQUAL(look_at(usual).notes, 0);
  stop_system(system);
}

static void ends_unstarted(void (*end)(Ref ref), StopReason expected) {
  System *system = start_system();
  SeedRef heir = seed_spawn(system, "heir", (SeedState){0});
  SeedRef seed = prepared(system, (SeedState){.heir = heir});
  CU_ASSERT_EQUAL(seed_tell_note(seed, 1), TELL_OK);
  end(seed.ref);
  CU_ASSERT_EQUAL(must_end(seed.ref), expected);
  CU_ASSERT_EQUAL(actor_wait_started(seed.ref, PATIENCE), START_STOPPED);
  actor_start(seed.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(heir).notes, 0);  // on_stop did not run
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  CU_ASSERT_EQUAL(seed_tell_note(seed, 2), TELL_STOPPED);
  stop_system(system);
}

UNDER_ALL(stopped_before_its_start_it_ends_without_on_start_and_on_stop) {
  ends_unstarted(actor_stop, STOPPED_NORMAL);
}

UNDER_ALL(killed_before_its_start_it_ends_without_on_start_and_on_stop) {
  ends_unstarted(actor_kill, STOPPED_KILLED);
}

UNDER_ALL(a_system_stops_with_actors_that_were_never_started) {
  System *system = start_system();
  SeedRef seed = prepared(system, (SeedState){0});
  CU_ASSERT_EQUAL(seed_tell_note(seed, 1), TELL_OK);
  SeedRef other = prepared(system, (SeedState){.fails = true});
  CU_ASSERT(actor_is_alive(other.ref));
  stop_system(system);
}

UNDER_ALL(who_waits_for_its_start_hears_of_it_or_of_its_end) {
  System *system = start_system();
  SeedRef seed = prepared(system, (SeedState){0});
  CU_ASSERT_EQUAL(actor_wait_started(seed.ref, NOW), START_TIMEOUT);
  SeedRef bad = prepared(system, (SeedState){.fails = true});
  actor_start(bad.ref);
  CU_ASSERT_EQUAL(actor_wait_started(bad.ref, PATIENCE), START_FAILED);
  actor_stop(seed.ref);
  CU_ASSERT_EQUAL(actor_wait_started(seed.ref, PATIENCE), START_STOPPED);
  stop_system(system);
}

UNDER_ALL(an_ask_waits_for_the_start_and_bounces_from_the_end) {
  void (*const ends[])(Ref ref) = {actor_start, actor_stop, actor_kill};
  for (int i = 0; i < 3; i++) {
    System *system = start_system();
    SeedRef seed = prepared(system, (SeedState){0});
    SeedRef asker = seed_spawn(system, "asker", (SeedState){.last = -1});
    CU_ASSERT_EQUAL(seed_tell_ask(asker, seed), TELL_OK);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    CU_ASSERT_EQUAL(look_at(asker).last, -1);
    ends[i](seed.ref);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    CU_ASSERT_EQUAL(look_at(asker).last, i == 0 ? ASK_OK : ASK_STOPPED);
    stop_system(system);
  }
}

UNDER_ALL(a_name_can_be_had_before_the_start) {
  System *system = start_system();
  SeedRef seed = prepared(system, (SeedState){0});
  CU_ASSERT_EQUAL(names_register(seed.ref, "early"), NAME_OK);
  CU_ASSERT(ref_equal(WHEREIS(seed, system, "early").ref, seed.ref));
  actor_kill(seed.ref);
  ignore(must_end(seed.ref));
  CU_ASSERT(ref_equal(WHEREIS(seed, system, "early").ref, NOBODY));
  stop_system(system);
}

UNDER_ALL(a_bound_holds_before_the_start) {
  System *system = start_system();
  SeedRef seed =
      seed_prepare_with(system, (SpawnOptions){.capacity = 1}, (SeedState){0});
  CU_ASSERT_EQUAL(seed_tell_note(seed, 1), TELL_OK);
  CU_ASSERT_EQUAL(seed_tell_note(seed, 2), TELL_FULL);
  actor_start(seed.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(seed).notes, 1);
  stop_system(system);
}

UNDER_ALL(started_linked_a_failing_start_ends_who_started_it) {
  System *system = start_system();
  SeedRef parent = seed_spawn(system, "parent", (SeedState){0});
  struct seed_raise_reply reply;
  CU_ASSERT_EQUAL(seed_ask_raise(parent, true, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, LINK_OK);
  CU_ASSERT_EQUAL(must_end(parent.ref), STOPPED_LINK);
  CU_ASSERT_EQUAL(must_end(reply.child.ref), STOPPED_FAILED);
  stop_system(system);
}

UNDER_ALL(started_linked_either_end_takes_the_other) {
  for (int i = 0; i < 2; i++) {
    System *system = start_system();
    SeedRef parent = seed_spawn(system, "parent", (SeedState){0});
    struct seed_raise_reply reply;
    CU_ASSERT_EQUAL(seed_ask_raise(parent, false, &reply, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(actor_wait_started(reply.child.ref, PATIENCE), START_OK);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    Ref both[] = {parent.ref, reply.child.ref};
    actor_kill(both[i]);
    CU_ASSERT_EQUAL(must_end(both[i]), STOPPED_KILLED);
    CU_ASSERT_EQUAL(must_end(both[1 - i]), STOPPED_LINK);
    stop_system(system);
  }
}

UNDER_ALL(out_of_memory_no_actor_is_prepared_and_nothing_is_left) {
  for (i64 limit = 0; limit < 100; limit++) {
    System *system = start_system();
    memory_ends_after(limit);
    SeedRef seed = seed_prepare(system, "seed", (SeedState){0});
    bool refused = memory_is_back();
    bool prepared_it = spawn_outcome(seed.ref) == SPAWN_OK;
    CU_ASSERT(refused || prepared_it);
    CU_ASSERT(prepared_it || spawn_outcome(seed.ref) == SPAWN_NO_MEMORY);
    if (prepared_it) {
      limit = 100;
      memory_ends_after(0);
      actor_start(seed.ref);
      actor_start(seed.ref);
      CU_ASSERT(!memory_is_back());  // a start needs no memory
    }
    stop_system(system);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_is_sent_before_the_start_waits_for_it_in_order),
      CASE(a_second_start_does_nothing),
      CASE(stopped_before_its_start_it_ends_without_on_start_and_on_stop),
      CASE(killed_before_its_start_it_ends_without_on_start_and_on_stop),
      CASE(a_system_stops_with_actors_that_were_never_started),
      CASE(who_waits_for_its_start_hears_of_it_or_of_its_end),
      CASE(an_ask_waits_for_the_start_and_bounces_from_the_end),
      CASE(a_name_can_be_had_before_the_start),
      CASE(a_bound_holds_before_the_start),
      CASE(started_linked_a_failing_start_ends_who_started_it),
      CASE(started_linked_either_end_takes_the_other),
      CASE(out_of_memory_no_actor_is_prepared_and_nothing_is_left),
      CU_TEST_INFO_NULL,
  };
  return run_suite("spawn", cases);
}
