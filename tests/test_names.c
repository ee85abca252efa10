// Tests of names: one actor a name, free again before anybody hears that its
// actor has ended.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

#define CLAIM(M)                                                         \
  M(CLAIM_TAKE, claim, take, (text, name), (enum(NameOutcome), outcome)) \
  M(CLAIM_GIVE, claim, give, (text, name), (bool, had))                  \
  M(CLAIM_INHERIT, claim, inherit, (ref(Claim), from)(text, name), )     \
  M(CLAIM_LOST, claim, lost, DOWN_HEAD, )                                \
  M(CLAIM_WAIT, claim, wait, , (i64, never))                             \
  M(CLAIM_WAITED, claim, waited, REPLY_HEAD(i64, never), )               \
  M(CLAIM_STORM, claim, storm, (i64, turns), )                           \
  M(CLAIM_FAIL, claim, fail, , )                                         \
  M(CLAIM_LOOK, claim, look, ,                                           \
    (i64, heard)(i64, found_then)(i64, taken_then)(i64, wrong)(i64, won))
REF(Claim, claim)
PROTOCOL_AFTER_REF(Claim, claim, CLAIM)
STATE(ClaimState,
      (i64, heard)(i64, found_then)(i64, taken_then)(i64, wrong)(i64, won)(
          text, name)(text, named_at_end)(private(Request *), kept))
ACTOR_WITH_ENDS(Claim, claim, ClaimState, is_born, dies, claiming)

#define OTHER(M) M(OTHER_NOTE, other, note, , )
PROTOCOL(Other, other, OTHER)

static void is_born(ClaimState *self) {
  (void)self;
}

// Gives its last name to nobody, but still has it.
static void dies(ClaimState *self, StopReason reason) {
  (void)reason;
  if (self->named_at_end != NULL) {
    CHECK(ref_equal(names_whereis(actor_system(), self->named_at_end, NULL),
                    claim_self().ref));
    self->named_at_end = NULL;
  }
}

// Whoever hears of an end can have the name.
static void hear_of_end(ClaimState *self) {
  self->heard++;
  Ref found = names_whereis(actor_system(), self->name, NULL);
  self->found_then += !ref_equal(found, NOBODY);
  NameOutcome outcome = names_register(claim_self().ref, self->name);
  self->taken_then += outcome == NAME_TAKEN;
  if (outcome == NAME_OK) {
    CHECK(names_unregister(claim_self().ref, self->name));
  }
}

static void storm(ClaimState *self, i64 turns) {
  const char *names[] = {"red", "green", "blue"};
  Ref me = claim_self().ref;
  for (i64 i = 0; i < turns; i++) {
    const char *name = names[actor_random() % 3];
    if (names_register(me, name) == NAME_OK) {
      Ref found = names_whereis(actor_system(), name, &claim_protocol);
      self->wrong += !ref_equal(found, me);
      if (actor_random() % 2 == 0) {
        self->wrong += !names_unregister(me, name);
      }
    }
  }
  if (actor_random() % 2 == 0) {
    fail("amid a storm");
  }
}

static void claiming(ClaimState *self, const ClaimMsg *message) {
  switch (message->kind) {
    case CLAIM_TAKE: {
      NameOutcome outcome =
          names_register(claim_self().ref, message->take.name);
      self->won += outcome == NAME_OK;
      self->taken_then += outcome == NAME_TAKEN;
      claim_reply_take(outcome);
      break;
    }
    case CLAIM_GIVE:
      claim_reply_give(names_unregister(claim_self().ref, message->give.name));
      break;
    case CLAIM_INHERIT:
      self->name = take_text(&message->inherit.name);
      CHECK(actor_monitor(message->inherit.from.ref, claim_lost) != 0);
      CHECK(claim_ask_wait_as(message->inherit.from, claim_waited, NEVER) != 0);
      break;
    case CLAIM_LOST:
      hear_of_end(self);
      break;
    case CLAIM_WAIT:
      block_free(self->kept);
      self->kept = request_take();
      break;
    case CLAIM_WAITED:
      hear_of_end(self);
      break;
    case CLAIM_STORM:
      storm(self, message->storm.turns);
      break;
    case CLAIM_FAIL:
      fail("as told");
    case CLAIM_LOOK:
      claim_reply_look(self->heard, self->found_then, self->taken_then,
                       self->wrong, self->won);
      break;
  }
}

static ClaimRef new_claim(System *system, const char *label) {
  ClaimRef claim = claim_spawn(system, label, (ClaimState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(claim.ref), SPAWN_OK);
  return claim;
}

static NameOutcome take(ClaimRef claim, const char *name) {
  struct claim_take_reply reply = {0};
  CU_ASSERT_EQUAL(claim_ask_take(claim, name, &reply, PATIENCE), ASK_OK);
  return reply.outcome;
}

static bool finds(System *system, const char *name, Ref ref) {
  return ref_equal(names_whereis(system, name, NULL), ref);
}

static void must_end(ClaimRef claim) {
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(claim.ref, &reason, PATIENCE), END_OK);
}

UNDER_ALL(a_name_finds_its_actor_until_it_is_given_back) {
  System *system = start_system();
  ClaimRef one = new_claim(system, "one");
  CU_ASSERT(finds(system, "chief", NOBODY));
  CU_ASSERT_EQUAL(take(one, "chief"), NAME_OK);
  CU_ASSERT(finds(system, "chief", one.ref));
  CU_ASSERT(finds(system, "chie", NOBODY));
  struct claim_give_reply reply = {0};
  CU_ASSERT_EQUAL(claim_ask_give(one, "chief", &reply, PATIENCE), ASK_OK);
  CU_ASSERT_TRUE(reply.had);
  CU_ASSERT(finds(system, "chief", NOBODY));
  CU_ASSERT_FALSE(names_unregister(one.ref, "chief"));
  stop_system(system);
}

UNDER_ALL(one_of_several_registrants_wins_and_the_others_hear_so) {
  enum { MANY = 6 };
  System *system = start_system();
  ClaimRef claims[MANY];
  for (int i = 0; i < MANY; i++) {
    claims[i] = new_claim(system, "claim");
  }
  for (int i = 0; i < MANY; i++) {  // told, so that they run at once
    CU_ASSERT_EQUAL(claim_tell_take(claims[i], "chief"), TELL_OK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  i64 winners = 0;
  i64 losers = 0;
  for (int i = 0; i < MANY; i++) {
    struct claim_look_reply seen = {0};
    CU_ASSERT_EQUAL(claim_ask_look(claims[i], &seen, PATIENCE), ASK_OK);
    winners += seen.won;
    losers += seen.taken_then;
    CU_ASSERT_EQUAL(finds(system, "chief", claims[i].ref), seen.won == 1);
  }
  CU_ASSERT_EQUAL(winners, 1);
  CU_ASSERT_EQUAL(losers, MANY - 1);
  stop_system(system);
}

UNDER_ALL(all_names_of_an_actor_end_with_it_in_any_way) {
  for (int i = 0; i < 3; i++) {
    System *system = start_system();
    ClaimRef one = new_claim(system, "one");
    ClaimRef two = new_claim(system, "two");
    CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
    CU_ASSERT_EQUAL(names_register(one.ref, "head"), NAME_OK);
    CU_ASSERT_EQUAL(names_register(two.ref, "hand"), NAME_OK);
    if (i == 2) {
      CU_ASSERT_EQUAL(claim_tell_fail(one), TELL_OK);
    } else {
      (i == 0 ? actor_stop : actor_kill)(one.ref);
    }
    must_end(one);
    CU_ASSERT(finds(system, "chief", NOBODY));
    CU_ASSERT(finds(system, "head", NOBODY));
    CU_ASSERT(finds(system, "hand", two.ref));
    CU_ASSERT_EQUAL(names_register(two.ref, "chief"), NAME_OK);
    stop_system(system);
  }
}

// The heir hears twice, in any order: by its monitor and by its ask.
UNDER_ALL(a_name_is_free_before_anybody_hears_of_the_end) {
  for (int i = 0; i < 3; i++) {
    System *system = start_system();
    ClaimRef one = new_claim(system, "one");
    ClaimRef heir = new_claim(system, "heir");
    CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
    CU_ASSERT_EQUAL(claim_tell_inherit(heir, one, "chief"), TELL_OK);
    if (i == 0) {
      CU_ASSERT_EQUAL(claim_tell_fail(one), TELL_OK);
    } else if (i == 1) {
      actor_kill(one.ref);
    } else {  // with the ask kept: one that drains refuses, and has its names
      CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
      actor_stop(one.ref);
    }
    while (actor_is_alive(one.ref)) {
      ignore(system_run(system, after_us(10)));
    }
    CU_ASSERT(finds(system, "chief", NOBODY) ||
              finds(system, "chief", heir.ref));
    must_end(one);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    struct claim_look_reply seen = {0};
    CU_ASSERT_EQUAL(claim_ask_look(heir, &seen, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(seen.heard, 2);
    CU_ASSERT_EQUAL(seen.found_then, 0);
    CU_ASSERT_EQUAL(seen.taken_then, 0);
    stop_system(system);
  }
}

UNDER_ALL(an_actor_has_its_names_in_on_stop) {
  System *system = start_system();
  ClaimRef one =
      claim_spawn(system, "one", (ClaimState){.named_at_end = "chief"});
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  actor_stop(one.ref);
  must_end(one);
  CU_ASSERT_EQUAL(system_counts(system).failed, 0);
  stop_system(system);
}

UNDER_ALL(who_cannot_be_reached_gets_no_name) {
  System *system = start_system();
  ClaimRef old = new_claim(system, "old");
  actor_stop(old.ref);
  must_end(old);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  ClaimRef now = new_claim(system, "now");
  CU_ASSERT_EQUAL(ref_slot(old.ref), ref_slot(now.ref));
  const Ref nobodies[] = {old.ref, NOBODY, ref_make(255, 9, 9),
                          ref_make(ref_node(now.ref), MAIN_SLOT, 1)};
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(names_register(nobodies[i], "chief"), NAME_STOPPED);
    CU_ASSERT_FALSE(names_unregister(nobodies[i], "chief"));
  }
  CU_ASSERT(finds(system, "chief", NOBODY));
  stop_system(system);
}

UNDER_ALL(only_who_has_a_name_can_lose_it) {
  System *system = start_system();
  ClaimRef one = new_claim(system, "one");
  ClaimRef two = new_claim(system, "two");
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_TAKEN);
  CU_ASSERT_EQUAL(names_register(two.ref, "chief"), NAME_TAKEN);
  CU_ASSERT_FALSE(names_unregister(two.ref, "chief"));
  CU_ASSERT(finds(system, "chief", one.ref));
  stop_system(system);
}

UNDER_ALL(a_name_is_found_only_as_what_its_actor_understands) {
  System *system = start_system();
  ClaimRef one = new_claim(system, "one");
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  ClaimRef found = WHEREIS(claim, system, "chief");
  CU_ASSERT(ref_equal(found.ref, one.ref));
  OtherRef other = WHEREIS(other, system, "chief");
  CU_ASSERT(ref_equal(other.ref, NOBODY));
  CU_ASSERT_EQUAL(other_tell_note(other), TELL_STRANGER);
  stop_system(system);
}

UNDER_ALL(names_amid_a_storm_belong_to_who_lives) {
  enum { MANY = 8 };
  System *system = start_system();
  ClaimRef claims[MANY];
  for (int i = 0; i < MANY; i++) {
    claims[i] = new_claim(system, "claim");
    for (int k = 0; k < 4; k++) {
      ignore(claim_tell_storm(claims[i], 50));
    }
  }
  const char *names[] = {"red", "green", "blue"};
  for (int i = 0; i < 300; i++) {  // from outside, amid the storm
    (void)WHEREIS(claim, system, names[i % 3]);
  }
  ignore(system_run(system, PATIENCE));
  for (int i = 0; i < 3; i++) {
    ClaimRef found = WHEREIS(claim, system, names[i]);
    CU_ASSERT(ref_equal(found.ref, NOBODY) || actor_is_alive(found.ref));
  }
  for (int i = 0; i < MANY; i++) {
    struct claim_look_reply seen = {0};
    AskOutcome outcome = claim_ask_look(claims[i], &seen, PATIENCE);
    CU_ASSERT(outcome == ASK_OK || outcome == ASK_STOPPED);
    CU_ASSERT_EQUAL(seen.wrong, 0);
  }
  stop_system(system);
}

STEPPED(many_names_are_found_again) {
  enum { MANY = 300 };
  System *system = start_system();
  ClaimRef claims[2] = {new_claim(system, "one"), new_claim(system, "two")};
  char name[32];
  for (int i = 0; i < MANY; i++) {
    (void)snprintf(name, sizeof name, "name %d", i);
    CU_ASSERT_EQUAL(names_register(claims[i % 2].ref, name), NAME_OK);
  }
  actor_stop(claims[1].ref);
  must_end(claims[1]);
  for (int i = 0; i < MANY; i++) {
    (void)snprintf(name, sizeof name, "name %d", i);
    CU_ASSERT(finds(system, name, i % 2 == 0 ? claims[0].ref : NOBODY));
  }
  stop_system(system);
}

STEPPED(a_name_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  ClaimRef one = new_claim(system, "one");
  for (i64 successes = 0; successes < 3; successes++) {
    memory_ends_after(successes);
    NameOutcome outcome = names_register(one.ref, "chief");
    CU_ASSERT(memory_is_back());
    CU_ASSERT_EQUAL(outcome, NAME_NO_MEMORY);
    CU_ASSERT(finds(system, "chief", NOBODY));
  }
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  stop_system(system);
}

static System *checked_system;

static void find_by(void *arg) {
  ignore(names_whereis(checked_system, arg, NULL).bits);
}

static void a_name_is_neither_empty_nor_longer_than_the_limit(void) {
  char name[NAME_LIMIT + 2];
  memset(name, 'x', sizeof name);
  name[NAME_LIMIT + 1] = '\0';
  checked_system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  ClaimRef one = new_claim(checked_system, "one");
  char empty[] = "";
  CU_ASSERT(fails_a_check(find_by, name));
  CU_ASSERT(fails_a_check(find_by, empty));
  CU_ASSERT(fails_a_check(find_by, NULL));
  name[NAME_LIMIT] = '\0';
  CU_ASSERT_FALSE(fails_a_check(find_by, name));
  CU_ASSERT_EQUAL(names_register(one.ref, name), NAME_OK);
  CU_ASSERT(finds(checked_system, name, one.ref));
  stop_system(checked_system);
}

static void a_handler_with_a_bad_name_fails_alone(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  ClaimRef one = new_claim(system, "one");
  struct claim_take_reply reply;
  CU_ASSERT_EQUAL(claim_ask_take(one, "", &reply, PATIENCE), ASK_FAILED);
  stop_system(system);
}

static char heard[256];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_NAMED || event->kind == EVENT_UNNAMED ||
      (event->kind == EVENT_STOPPED && ref_slot((Ref){event->actor}) == 2)) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %u %s; ",
                   event_kind_name(event->kind), ref_slot((Ref){event->actor}),
                   event->name != NULL ? event->name : "");
  }
}

static void names_are_told_to_the_listener(void) {
  heard[0] = '\0';
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = hear});
  ClaimRef one = new_claim(system, "one");
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  CU_ASSERT_EQUAL(names_register(one.ref, "head"), NAME_OK);
  CU_ASSERT_EQUAL(names_register(one.ref, "head"), NAME_TAKEN);
  CU_ASSERT_TRUE(names_unregister(one.ref, "chief"));
  actor_stop(one.ref);
  must_end(one);
  CU_ASSERT_STRING_EQUAL(heard,
                         "named 2 chief; named 2 head; unnamed 2 chief; "
                         "unnamed 2 head; stopped 2 ; ");
  stop_system(system);
}

static u64 points;

static void count_names(System *system, PointKind kind, u64 object) {
  (void)system;
  (void)object;
  points += kind == POINT_NAME;
}

static void every_look_at_a_name_is_a_point(void) {
  Dispatcher dispatcher = run_stepper;
  dispatcher.point = count_names;
  System *system = system_start(&(SystemOptions){.dispatcher = &dispatcher});
  ClaimRef one = new_claim(system, "one");
  points = 0;
  (void)WHEREIS(claim, system, "chief");
  CU_ASSERT_EQUAL(points, 1);
  CU_ASSERT_EQUAL(names_register(one.ref, "chief"), NAME_OK);
  CU_ASSERT_EQUAL(points, 2);
  CU_ASSERT_TRUE(names_unregister(one.ref, "chief"));
  CU_ASSERT_EQUAL(points, 3);
  stop_system(system);
}

static void two_systems_have_names_of_their_own(void) {
  System *one = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  System *two = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  ClaimRef here = new_claim(one, "here");
  ClaimRef there = new_claim(two, "there");
  CU_ASSERT_EQUAL(names_register(here.ref, "chief"), NAME_OK);
  CU_ASSERT(finds(two, "chief", NOBODY));
  CU_ASSERT_EQUAL(names_register(there.ref, "chief"), NAME_OK);
  CU_ASSERT(finds(one, "chief", here.ref));
  stop_system(one);
  stop_system(two);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_name_finds_its_actor_until_it_is_given_back),
      CASE(one_of_several_registrants_wins_and_the_others_hear_so),
      CASE(all_names_of_an_actor_end_with_it_in_any_way),
      CASE(a_name_is_free_before_anybody_hears_of_the_end),
      CASE(an_actor_has_its_names_in_on_stop),
      CASE(who_cannot_be_reached_gets_no_name),
      CASE(only_who_has_a_name_can_lose_it),
      CASE(a_name_is_found_only_as_what_its_actor_understands),
      CASE(names_amid_a_storm_belong_to_who_lives),
      CASE(many_names_are_found_again),
      CASE(a_name_without_memory_is_refused_and_changes_nothing),
      CASE(a_name_is_neither_empty_nor_longer_than_the_limit),
      CASE(a_handler_with_a_bad_name_fails_alone),
      CASE(names_are_told_to_the_listener),
      CASE(every_look_at_a_name_is_a_point),
      CASE(two_systems_have_names_of_their_own),
      CU_TEST_INFO_NULL};
  return run_suite("names", cases);
}
