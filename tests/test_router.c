// Tests of routers: who gets what, who replaces whom, and how a pool ends.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

#define MULE(M)                                                        \
  M(MULE_LOAD, mule, load, (text, key)(i64, weight), (ref(Mule), who)) \
  M(MULE_WAIT, mule, wait, , (i64, never))                             \
  M(MULE_WAITED, mule, waited, REPLY_HEAD(i64, never), )               \
  M(MULE_CLING, mule, cling, (ref(Mule), to), )                        \
  M(MULE_FAIL, mule, fail, , )                                         \
  M(MULE_NAME, mule, name, , (text, name))                             \
  M(MULE_LOOK, mule, look, , (i64, loads)(i64, weight))
REF(Mule, mule)
PROTOCOL_AFTER_REF(Mule, mule, MULE)
STATE(MuleState, (text, name)(bool, is_stillborn)(i64, loads)(i64, weight)(
                     private(Request *), kept))
ACTOR_WITH_ENDS(Mule, mule, MuleState, is_born, dies, carrying)
ROUTER(Mule, mule, MuleState)

static void is_born(MuleState *self) {
  if (self->is_stillborn) {
    fail("at its start");
  }
}

static void dies(MuleState *self, StopReason reason) {
  (void)self;
  (void)reason;
}

static void carrying(MuleState *self, const MuleMsg *message) {
  switch (message->kind) {
    case MULE_LOAD:
      self->loads++;
      self->weight += message->load.weight;
      mule_reply_load(mule_self());
      break;
    case MULE_WAIT:
      self->kept = request_take();
      break;
    case MULE_WAITED:
      break;
    case MULE_CLING:  // and handles nothing from then on
      CHECK(mule_hold_wait_as(message->cling.to, mule_waited, NEVER) != 0);
      break;
    case MULE_FAIL:
      fail("as told");
    case MULE_NAME:
      mule_reply_name(self->name);
      break;
    case MULE_LOOK:
      mule_reply_look(self->loads, self->weight);
      break;
  }
}

static MuleRef new_pool(System *system, RoutePolicy policy, size_t workers) {
  MuleRef pool = mule_router_spawn(system,
                                   (RouterOptions){.spawn.label = "pool",
                                                   .worker.label = "mule",
                                                   .policy = policy,
                                                   .workers = workers,
                                                   .key = "key"},
                                   (MuleState){.name = "grey"});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(pool.ref), SPAWN_OK);
  return pool;
}

static MuleRef new_mule(System *system) {
  MuleRef mule = mule_spawn(system, "other", (MuleState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(mule.ref), SPAWN_OK);
  return mule;
}

enum { MOST = 16 };

typedef struct Team {
  MuleRef mules[MOST];
  size_t count;
  RouterLook look;  // without the workers
} Team;

static Team team_of(MuleRef pool) {
  Team team = {.count = 0};
  CU_ASSERT_EQUAL_FATAL(router_look(pool.ref, &team.look, PATIENCE), ASK_OK);
  team.count = team.look.workers.count;
  CU_ASSERT_FATAL(team.count <= MOST);
  for (size_t i = 0; i < team.count; i++) {
    team.mules[i] = (MuleRef){team.look.workers.items[i].ref};
  }
  block_free(team.look.workers.items);
  team.look.workers = (ArrayRef){NULL, 0};
  return team;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static i64 loads_of(MuleRef mule) {
  struct mule_look_reply reply = {0};
  CU_ASSERT_EQUAL(mule_ask_look(mule, &reply, PATIENCE), ASK_OK);
  return reply.loads;
}

static Ref ask_load(MuleRef pool, const char *key) {
  struct mule_load_reply reply = {0};
  CU_ASSERT_EQUAL(mule_ask_load(pool, key, 1, &reply, PATIENCE), ASK_OK);
  return reply.who.ref;
}

static void load(MuleRef pool, int times) {
  for (int i = 0; i < times; i++) {
    CU_ASSERT_EQUAL(mule_tell_load(pool, NULL, 1), TELL_OK);
  }
}

UNDER_ALL(messages_go_round_and_asks_are_answered_by_the_worker) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 4);
  load(pool, 40);
  Team team = team_of(pool);
  CU_ASSERT_EQUAL_FATAL(team.count, 4);
  for (int i = 0; i < 8; i++) {
    CU_ASSERT(ref_equal(ask_load(pool, NULL), team.mules[i % 4].ref));
  }
  for (size_t i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(loads_of(team.mules[i]), 12);
  }
  CU_ASSERT_EQUAL(team.look.routed, 40);
  CU_ASSERT_EQUAL(team.look.returned, 0);
  stop_system(system);
}

UNDER_ALL(workers_start_from_copies_of_the_initial_state) {
  System *system = start_system();
  char name[] = "grey";
  MuleRef pool = mule_router_spawn(system, (RouterOptions){.workers = 2},
                                   (MuleState){.name = name});
  name[0] = 'X';
  for (int i = 0; i < 2; i++) {
    struct mule_name_reply reply = {0};
    CU_ASSERT_EQUAL(mule_ask_name(pool, &reply, PATIENCE), ASK_OK);
    CU_ASSERT_STRING_EQUAL(reply.name, "grey");
    block_free(reply.name);
  }
  stop_system(system);
}

// One clings and has mail; the least busy is another.
UNDER_ALL(the_least_busy_is_the_one_with_the_least_mail) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_LEAST_BUSY, 3);
  Team team = team_of(pool);
  CU_ASSERT_EQUAL_FATAL(team.count, 3);
  for (int i = 0; i < 2; i++) {
    CU_ASSERT_EQUAL(mule_tell_cling(team.mules[i], team.mules[2]), TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(mule_tell_load(team.mules[i], NULL, 1), TELL_OK);
  }
  must_be_quiet(system);
  for (int i = 0; i < 10; i++) {  // one after the other: its mail is handled
    CU_ASSERT(ref_equal(ask_load(pool, NULL), team.mules[2].ref));
  }
  actor_kill(team.mules[2].ref);  // lets the others go
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_random_worker_is_any_worker) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_RANDOM, 3);
  load(pool, 200);
  must_be_quiet(system);
  Team team = team_of(pool);
  i64 sum = 0;
  for (size_t i = 0; i < team.count; i++) {
    CU_ASSERT(loads_of(team.mules[i]) > 20);
    sum += loads_of(team.mules[i]);
  }
  CU_ASSERT_EQUAL(sum, 200);
  stop_system(system);
}

static void note_owners(MuleRef pool, Ref *owners, int keys) {
  for (int i = 0; i < keys; i++) {
    char key[16];
    (void)snprintf(key, sizeof key, "key %d", i);
    owners[i] = ask_load(pool, key);
  }
}

UNDER_ALL(a_key_stays_with_its_worker_while_others_come_and_go) {
  enum { KEYS = 40 };
  Ref at_first[KEYS];
  Ref now[KEYS];
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_HASH, 4);
  note_owners(pool, at_first, KEYS);
  note_owners(pool, now, KEYS);
  CU_ASSERT_EQUAL(memcmp(at_first, now, sizeof now), 0);
  MuleRef fifth = new_mule(system);
  CU_ASSERT_EQUAL(mule_router_add(pool, fifth), TELL_OK);
  note_owners(pool, now, KEYS);
  int moved = 0;
  for (int i = 0; i < KEYS; i++) {
    CU_ASSERT(ref_equal(now[i], at_first[i]) || ref_equal(now[i], fifth.ref));
    moved += !ref_equal(now[i], at_first[i]);
  }
  CU_ASSERT(moved > 0 && moved < KEYS / 2);
  CU_ASSERT_EQUAL(mule_router_drop(pool, fifth), TELL_OK);
  note_owners(pool, now, KEYS);
  CU_ASSERT_EQUAL(memcmp(at_first, now, sizeof now), 0);
  CU_ASSERT_EQUAL(router_resize(pool.ref, 3), TELL_OK);
  note_owners(pool, now, KEYS);
  Team team = team_of(pool);
  for (int i = 0; i < KEYS; i++) {
    bool is_in_team = false;
    for (size_t k = 0; k < team.count; k++) {
      is_in_team = is_in_team || ref_equal(team.mules[k].ref, at_first[i]);
    }
    CU_ASSERT(!is_in_team || ref_equal(now[i], at_first[i]));
  }
  stop_system(system);
}

UNDER_ALL(a_replacement_has_the_keys_of_the_one_before) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_HASH, 4);
  Ref owners[3] = {ask_load(pool, "a"), ask_load(pool, "b"),
                   ask_load(pool, NULL)};
  actor_kill(owners[0]);
  must_be_quiet(system);
  Ref next = ask_load(pool, "a");
  CU_ASSERT_FALSE(ref_equal(next, owners[0]));
  CU_ASSERT(ref_equal(ask_load(pool, "a"), next));
  CU_ASSERT(ref_equal(ask_load(pool, "b"),
                      ref_equal(owners[1], owners[0]) ? next : owners[1]));
  CU_ASSERT(ref_equal(ask_load(pool, ""),
                      ref_equal(owners[2], owners[0]) ? next : owners[2]));
  Team team = team_of(pool);
  CU_ASSERT_EQUAL(team.count, 4);
  CU_ASSERT_EQUAL(team.look.replaced, 1);
  stop_system(system);
}

UNDER_ALL(a_broadcast_reaches_every_worker) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_BROADCAST, 5);
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(mule_tell_load(pool, "a text to be copied", 2), TELL_OK);
  }
  struct mule_load_reply reply;
  CU_ASSERT_EQUAL(mule_ask_load(pool, NULL, 1, &reply, PATIENCE),
                  ASK_UNANSWERED);
  must_be_quiet(system);
  Team team = team_of(pool);
  CU_ASSERT_EQUAL(team.count, 5);
  CU_ASSERT_EQUAL(team.look.routed, 25);
  for (size_t i = 0; i < team.count; i++) {
    CU_ASSERT_EQUAL(loads_of(team.mules[i]), 5);
  }
  stop_system(system);
}

UNDER_ALL(a_worker_that_ends_is_replaced) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 3);
  for (int i = 1; i <= 6; i++) {
    Team team = team_of(pool);
    CU_ASSERT_EQUAL_FATAL(team.count, 3);
    if (i % 3 == 0) {
      CU_ASSERT_EQUAL(mule_tell_fail(pool), TELL_OK);
    } else {
      (i % 3 == 1 ? actor_kill : actor_stop)(team.mules[i % 3].ref);
    }
    must_be_quiet(system);  // the pause has passed too
    CU_ASSERT_EQUAL(team_of(pool).look.replaced, (u64)i);
    CU_ASSERT_EQUAL(team_of(pool).look.missing, 0);
  }
  load(pool, 9);
  must_be_quiet(system);
  stop_system(system);
}

// The timer of the pause never ends: after 1050 ms each has started 11 times.
static void a_worker_that_dies_at_its_start_does_not_spin(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  MuleRef pool = mule_router_spawn(system, (RouterOptions){.workers = 3},
                                   (MuleState){.is_stillborn = true});
  CU_ASSERT_EQUAL(system_run(system, after_ms(1050)), RUN_TIMEOUT);
  SystemCounts counts = system_counts(system);
  CU_ASSERT_EQUAL(counts.spawned, 1 + 3 * 11);
  struct mule_load_reply reply;
  CU_ASSERT_EQUAL(mule_ask_load(pool, NULL, 1, &reply, PATIENCE), ASK_STOPPED);
  CU_ASSERT_EQUAL(mule_tell_load(pool, NULL, 1), TELL_OK);
  Team team = team_of(pool);
  CU_ASSERT_EQUAL(team.look.returned, 2);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

UNDER_ALL(a_pool_grows_and_shrinks_and_what_was_routed_is_handled) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 2);
  MuleRef tally = new_pool(system, ROUTE_ROUND_ROBIN, 1);
  (void)tally;
  CU_ASSERT_EQUAL(router_resize(pool.ref, 6), TELL_OK);
  load(pool, 60);
  Team team = team_of(pool);
  CU_ASSERT_EQUAL_FATAL(team.count, 6);
  CU_ASSERT_EQUAL(router_resize(pool.ref, 1), TELL_OK);
  load(pool, 5);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(team_of(pool).count, 1);
  CU_ASSERT_EQUAL(loads_of(team.mules[0]), 15);
  for (size_t i = 1; i < 6; i++) {
    CU_ASSERT_FALSE(actor_is_alive(team.mules[i].ref));
  }
  // All 60 were handled: none is a dead letter.
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  CU_ASSERT_EQUAL(router_resize(pool.ref, 0), TELL_OK);
  load(pool, 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(team_of(pool).count, 0);
  CU_ASSERT_EQUAL(team_of(pool).look.returned, 1);
  CU_ASSERT_EQUAL(router_resize(pool.ref, 2), TELL_OK);
  (void)ask_load(pool, NULL);
  stop_system(system);
}

UNDER_ALL(the_router_s_end_is_its_own_workers_and_not_that_of_others) {
  for (int i = 0; i < 2; i++) {
    System *system = start_system();
    MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 3);
    MuleRef given = new_mule(system);
    CU_ASSERT_EQUAL(mule_router_add(pool, given), TELL_OK);
    CU_ASSERT_EQUAL(mule_router_add(pool, given), TELL_OK);  // is in it
    load(pool, 40);
    Team team = team_of(pool);
    CU_ASSERT_EQUAL_FATAL(team.count, 4);
    (i == 0 ? actor_stop : actor_kill)(pool.ref);
    must_be_quiet(system);
    for (size_t k = 0; k < 4; k++) {
      CU_ASSERT_EQUAL(actor_is_alive(team.mules[k].ref), k == 3);
    }
    CU_ASSERT_EQUAL(loads_of(given), 10);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
    CU_ASSERT_EQUAL(mule_tell_load(pool, NULL, 1), TELL_STOPPED);
    stop_system(system);
  }
}

UNDER_ALL(a_given_worker_that_ends_is_not_replaced) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 0);
  MuleRef one = new_mule(system);
  MuleRef two = new_mule(system);
  CU_ASSERT_EQUAL(mule_router_add(pool, one), TELL_OK);
  CU_ASSERT_EQUAL(mule_router_add(pool, two), TELL_OK);
  load(pool, 4);
  must_be_quiet(system);
  actor_kill(one.ref);
  must_be_quiet(system);
  load(pool, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(team_of(pool).count, 1);
  CU_ASSERT_EQUAL(loads_of(two), 6);
  CU_ASSERT_EQUAL(mule_router_add(pool, one), TELL_OK);  // has ended
  must_be_quiet(system);
  CU_ASSERT_EQUAL(team_of(pool).count, 1);
  stop_system(system);
}

// Both are full: one of the three finds no room.
UNDER_ALL(who_is_full_is_passed_over_and_if_all_are_the_asker_hears_so) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_ROUND_ROBIN, 0);
  MuleRef keeper = new_mule(system);
  MuleRef mules[2];
  for (int i = 0; i < 2; i++) {
    mules[i] = mule_spawn_with(
        system, (SpawnOptions){.label = "mule", .capacity = 1}, (MuleState){0});
    CU_ASSERT_EQUAL(mule_router_add(pool, mules[i]), TELL_OK);
    CU_ASSERT_EQUAL(mule_tell_cling(mules[i], keeper), TELL_OK);
    must_be_quiet(system);
  }
  CU_ASSERT_EQUAL(mule_tell_load(mules[0], NULL, 1), TELL_OK);
  load(pool, 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(actor_mailbox_length(mules[1].ref), 1);
  struct mule_load_reply reply;
  CU_ASSERT_EQUAL(mule_ask_load(pool, NULL, 1, &reply, PATIENCE), ASK_FULL);
  load(pool, 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  CU_ASSERT_EQUAL(team_of(pool).look.returned, 2);
  actor_kill(keeper.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(loads_of(mules[0]) + loads_of(mules[1]), 2);
  stop_system(system);
}

UNDER_ALL(what_is_no_router_is_a_stranger) {
  System *system = start_system();
  MuleRef mule = new_mule(system);
  RouterLook look;
  CU_ASSERT_EQUAL(router_resize(mule.ref, 2), TELL_STRANGER);
  CU_ASSERT_EQUAL(mule_router_add(mule, mule), TELL_STRANGER);
  CU_ASSERT_EQUAL(router_look(mule.ref, &look, PATIENCE), ASK_STRANGER);
  CU_ASSERT_EQUAL(router_resize(NOBODY, 2), TELL_STRANGER);
  MuleRef pool = new_pool(system, ROUTE_RANDOM, 1);
  CU_ASSERT_EQUAL(mule_router_drop(pool, mule), TELL_OK);  // is not in it
  must_be_quiet(system);
  CU_ASSERT_EQUAL(team_of(pool).count, 1);
  stop_system(system);
}

// Counts the allocations of the good case down to none.
STEPPED(a_router_without_memory_is_refused) {
  System *system = start_system();
  bool failed = true;
  for (i64 successes = 0; failed; successes++) {
    memory_ends_after(successes);
    MuleRef pool = mule_router_spawn(system, (RouterOptions){.workers = 2},
                                     (MuleState){.name = "grey"});
    failed = memory_is_back();
    CU_ASSERT_EQUAL(spawn_outcome(pool.ref),
                    failed ? SPAWN_NO_MEMORY : SPAWN_OK);
  }
  stop_system(system);
}

STEPPED(workers_without_memory_come_when_it_is_back) {
  System *system = start_system();
  MuleRef pool = new_pool(system, ROUTE_HASH, 4);
  must_be_quiet(system);
  for (i64 successes = 0; successes < 40; successes++) {
    Team team = team_of(pool);
    CU_ASSERT_EQUAL_FATAL(team.count, 4);
    memory_ends_after(successes);
    actor_kill(team.mules[0].ref);
    RunOutcome outcome = system_run(system, after_ms(1000));
    (void)memory_is_back();
    CU_ASSERT_NOT_EQUAL(outcome, RUN_EMPTY);
    load(pool, 1);  // where no timer could be set
    must_be_quiet(system);
    CU_ASSERT_EQUAL(team_of(pool).look.missing, 0);
  }
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(messages_go_round_and_asks_are_answered_by_the_worker),
      CASE(workers_start_from_copies_of_the_initial_state),
      CASE(the_least_busy_is_the_one_with_the_least_mail),
      CASE(a_random_worker_is_any_worker),
      CASE(a_key_stays_with_its_worker_while_others_come_and_go),
      CASE(a_replacement_has_the_keys_of_the_one_before),
      CASE(a_broadcast_reaches_every_worker),
      CASE(a_worker_that_ends_is_replaced),
      CASE(a_worker_that_dies_at_its_start_does_not_spin),
      CASE(a_pool_grows_and_shrinks_and_what_was_routed_is_handled),
      CASE(the_router_s_end_is_its_own_workers_and_not_that_of_others),
      CASE(a_given_worker_that_ends_is_not_replaced),
      CASE(who_is_full_is_passed_over_and_if_all_are_the_asker_hears_so),
      CASE(what_is_no_router_is_a_stranger),
      CASE(a_router_without_memory_is_refused),
      CASE(workers_without_memory_come_when_it_is_back),
      CU_TEST_INFO_NULL};
  return run_suite("router", cases);
}
