// Tests of the stash: put aside, taken back in order, and never lost.
#include "acting/stash.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ways.h"

// A door that is closed puts knocks aside until it is opened.
#define DOOR(M)                                                          \
  M(DOOR_KNOCK, door, knock, (i64, number)(text, name), (i64, number))   \
  M(DOOR_OPEN, door, open_it, (i64, knock), )                            \
  M(DOOR_ONE, door, one, , )                                             \
  M(DOOR_RETRY, door, retry, , )                                         \
  M(DOOR_CLOSE, door, close_it, , )                                      \
  M(DOOR_FAIL, door, fail, (bool, twice), )                              \
  M(DOOR_LEAVE, door, leave, , )                                         \
  M(DOOR_ASK, door, ask, (ref(Door), to), )                              \
  M(DOOR_HEARD, door, heard, REPLY_HEAD(i64, number), )                  \
  M(DOOR_LOOK, door, look, ,                                             \
    (i64, order)(u64, aside)(u64, full)(enum(AskOutcome), outcome)(bool, \
                                                                   named))
REF(Door, door)
PROTOCOL_AFTER_REF(Door, door, DOOR)
STATE(DoorState,
      (bool, open)(bool, deaf)(i64, order)(u64, full)(enum(AskOutcome),
                                                      outcome)(bool, named))
ACTOR(Door, door, DoorState, guarding)

static void let_in(DoorState *self, const struct door_knock *knock) {
  self->order = self->order * 10 + knock->number;
  self->named = strcmp(knock->name, "Ada") == 0;
  door_reply_knock(knock->number);
}

static void guarding(DoorState *self, const DoorMsg *message) {
  switch (message->kind) {
    case DOOR_KNOCK:
      if (self->open) {
        let_in(self, &message->knock);
      } else if (stash() == STASH_FULL) {
        self->full++;
        door_reply_knock(0);
      }
      break;
    case DOOR_OPEN:
      self->open = true;
      unstash_all();
      if (message->open_it.knock != 0 &&
          door_tell_knock(door_self(), message->open_it.knock, "Ada") ==
              TELL_FULL) {
        self->full++;
      }
      break;
    case DOOR_ONE:
      self->open = true;
      unstash_one();
      break;
    case DOOR_RETRY:
      unstash_all();
      break;
    case DOOR_CLOSE:
      self->open = false;
      break;
    case DOOR_FAIL:
      CHECK(stash() == STASH_OK);
      if (message->fail.twice) {
        ignore(stash());
      }
      fail("as told");
    case DOOR_LEAVE:
      actor_exit();
      break;
    case DOOR_ASK:
      CHECK(door_ask_knock_as(message->ask.to, 7, "Ada", door_heard, NEVER) !=
            0);
      break;
    case DOOR_HEARD:
      if (self->deaf) {
        self->deaf = false;
        CHECK(stash() == STASH_OK);
        break;
      }
      self->outcome = message->heard.outcome;
      self->order = self->order * 10 + message->heard.number;
      break;
    case DOOR_LOOK:
      door_reply_look(self->order, stash_length(), self->full, self->outcome,
                      self->named);
      break;
  }
}

// ---- What the tests say ----

static DoorRef new_door(System *system, SpawnOptions options) {
  options.label = "door";
  DoorRef door = door_spawn_with(system, options, (DoorState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(door.ref), SPAWN_OK);
  return door;
}

static void knock(DoorRef door, i64 number) {
  CU_ASSERT_EQUAL(door_tell_knock(door, number, "Ada"), TELL_OK);
}

static void knocks(DoorRef door, i64 count) {
  for (i64 i = 1; i <= count; i++) {
    knock(door, i);
  }
}

static struct door_look_reply look_at(DoorRef door) {
  struct door_look_reply reply = {0};
  CU_ASSERT_EQUAL(door_ask_look(door, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static void must_end(DoorRef door, StopReason why) {
  StopReason reason = STOPPED_SUPERVISOR;
  CU_ASSERT_EQUAL(actor_wait_end(door.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, why);
}

static const SpawnOptions usual = {.label = "door"};

// ---- Aside and back ----

UNDER_ALL(who_waits_for_one_kind_handles_the_others_afterwards_in_order) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, 5);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  knock(door, 6);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 123456);
  CU_ASSERT_EQUAL(look_at(door).aside, 0);
  CU_ASSERT(look_at(door).named);
  stop_system(system);
}

UNDER_ALL(what_was_aside_comes_before_what_waits_already) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, 2);
  must_be_quiet(system);
  // All four wait together, or the first opens it: 1 and 2 come first anyway.
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  knock(door, 3);
  knock(door, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 1234);
  stop_system(system);
}

UNDER_ALL(one_by_one_the_oldest_comes_back_first) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, 3);
  for (i64 order = 1; order <= 123; order = order * 10 + order % 10 + 1) {
    CU_ASSERT_EQUAL(door_tell_one(door), TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(door).order, order);
  }
  CU_ASSERT_EQUAL(look_at(door).aside, 0);
  stop_system(system);
}

UNDER_ALL(what_is_put_aside_again_keeps_its_order) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, 3);
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(door_tell_retry(door), TELL_OK);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).aside, 3);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 123);
  stop_system(system);
}

UNDER_ALL(an_empty_stash_gives_nothing_back) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  CU_ASSERT_EQUAL(door_tell_one(door), TELL_OK);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  knock(door, 1);
  CU_ASSERT_EQUAL(door_tell_one(door), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 1);
  stop_system(system);
}

// ---- Asks ----

UNDER_ALL(an_ask_put_aside_is_answered_when_it_is_handled) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  DoorRef asker = new_door(system, usual);
  CU_ASSERT_EQUAL(door_tell_ask(asker, door), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).order, 0);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).order, 7);
  CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(an_ask_put_aside_for_too_long_times_out_and_its_reply_is_late) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  struct door_knock_reply reply;
  CU_ASSERT_EQUAL(door_ask_knock(door, 1, "Ada", &reply, after_ms(1)),
                  ASK_TIMEOUT);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 1);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 1);
  stop_system(system);
}

UNDER_ALL(a_reply_can_be_put_aside_too) {
  System *system = start_system();
  DoorRef door = door_spawn(system, "open", (DoorState){.open = true});
  DoorRef asker = door_spawn(system, "deaf", (DoorState){.deaf = true});
  CU_ASSERT_EQUAL(door_tell_ask(asker, door), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).aside, 1);
  CU_ASSERT_EQUAL(door_tell_retry(asker), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).order, 7);
  CU_ASSERT_EQUAL(actor_mailbox_length(asker.ref), 0);
  stop_system(system);
}

// ---- Bounds ----

UNDER_ALL(a_full_stash_refuses_and_the_message_is_handled_on) {
  System *system = start_system();
  DoorRef door = new_door(system, (SpawnOptions){.stash = 2});
  knocks(door, 2);
  struct door_knock_reply reply;
  CU_ASSERT_EQUAL(door_ask_knock(door, 3, "Ada", &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.number, 0);
  CU_ASSERT_EQUAL(look_at(door).full, 1);
  CU_ASSERT_EQUAL(look_at(door).aside, 2);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 12);
  stop_system(system);
}

UNDER_ALL(a_stash_holds_64_if_nothing_is_said) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, STASH_USUAL + 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).aside, STASH_USUAL);
  CU_ASSERT_EQUAL(look_at(door).full, 1);
  stop_system(system);
}

UNDER_ALL(what_is_aside_takes_no_room_in_the_mailbox) {
  System *system = start_system();
  DoorRef door = new_door(system, (SpawnOptions){.capacity = 1});
  for (i64 i = 1; i <= 4; i++) {
    CU_ASSERT_EQUAL(door_tell_knock_within(door, i, "Ada", PATIENCE), TELL_OK);
    must_be_quiet(system);
  }
  CU_ASSERT_EQUAL(actor_mailbox_length(door.ref), 0);
  CU_ASSERT_EQUAL(look_at(door).aside, 4);
  stop_system(system);
}

// More comes back than the mailbox holds: there is no room for one that the
// door sends to itself meanwhile.
UNDER_ALL(what_comes_back_over_the_bound_leaves_no_room) {
  System *system = start_system();
  DoorRef door = new_door(system, (SpawnOptions){.capacity = 2});
  for (i64 i = 1; i <= 3; i++) {
    knock(door, i);
    must_be_quiet(system);
  }
  CU_ASSERT_EQUAL(door_tell_open_it(door, 4), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 123);
  CU_ASSERT_EQUAL(look_at(door).full, 1);
  knock(door, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(door).order, 1234);
  stop_system(system);
}

// ---- The end ----

UNDER_ALL(a_stop_waits_for_what_came_back_before_it) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  DoorRef asker = new_door(system, usual);
  CU_ASSERT_EQUAL(door_tell_ask(asker, door), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  actor_stop(door.ref);
  must_end(door, STOPPED_NORMAL);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
  CU_ASSERT_EQUAL(look_at(asker).order, 7);
  stop_system(system);
}

static void leave(Ref ref) {
  CU_ASSERT_EQUAL(door_tell_leave((DoorRef){ref}), TELL_OK);
}

static void fail_it(Ref ref) {
  CU_ASSERT_EQUAL(door_tell_fail((DoorRef){ref}, false), TELL_OK);
}

UNDER_ALL(at_any_end_asks_aside_bounce_and_tells_are_dead_letters) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill, leave, fail_it};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    System *system = start_system();
    DoorRef door = new_door(system, usual);
    DoorRef asker = new_door(system, usual);
    CU_ASSERT_EQUAL(door_tell_ask(asker, door), TELL_OK);
    must_be_quiet(system);
    knocks(door, 3);
    must_be_quiet(system);
    ends[i](door.ref);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_STOPPED);
    // The message that failed was aside too, and stays a tell like the others.
    CU_ASSERT_EQUAL(system_counts(system).dead_letters,
                    ends[i] == fail_it ? 4 : 3);
    stop_system(system);
  }
}

UNDER_ALL(who_puts_the_same_message_aside_twice_fails) {
  System *system = start_system();
  DoorRef door = new_door(system, usual);
  knocks(door, 2);
  CU_ASSERT_EQUAL(door_tell_fail(door, true), TELL_OK);
  must_end(door, STOPPED_FAILED);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 3);
  stop_system(system);
}

static char heard[512];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_STASHED || event->kind == EVENT_UNSTASHED ||
      event->kind == EVENT_DEAD_LETTER) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %d %c; ",
                   event_kind_name(event->kind), (int)event->number,
                   event->text[strlen("knock{number: ")]);
  }
}

static void the_stash_is_returned_before_the_mailbox(void) {
  heard[0] = '\0';
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = hear});
  DoorRef door = new_door(system, usual);
  knocks(door, 2);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(door_tell_retry(door), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_STRING_EQUAL(heard,
                         "stashed 0 1; stashed 0 2; unstashed 0 1; "
                         "unstashed 1 2; stashed 0 1; stashed 0 2; ");
  heard[0] = '\0';
  CU_ASSERT_EQUAL(door_tell_leave(door), TELL_OK);
  knock(door, 3);
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_EMPTY);
  CU_ASSERT_STRING_EQUAL(heard,
                         "dead_letter 4 1; dead_letter 4 2; dead_letter 4 3; ");
  stop_system(system);
}

static void putting_aside_and_back_needs_no_memory(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  DoorRef door = new_door(system, usual);
  must_be_quiet(system);
  knocks(door, 9);
  CU_ASSERT_EQUAL(door_tell_open_it(door, 0), TELL_OK);
  memory_ends_after(0);
  RunOutcome outcome = system_run(system, NEVER);
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(door).order, 123456789);
  stop_system(system);
}

static void stash_outside(void *arg) {
  (void)arg;
  ignore(stash());
}

static void unstash_outside(void *arg) {
  (void)arg;
  unstash_all();
}

static void outside_there_is_no_stash(void) {
  CU_ASSERT(fails_a_check(stash_outside, NULL));
  CU_ASSERT(fails_a_check(unstash_outside, NULL));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(who_waits_for_one_kind_handles_the_others_afterwards_in_order),
      CASE(what_was_aside_comes_before_what_waits_already),
      CASE(one_by_one_the_oldest_comes_back_first),
      CASE(what_is_put_aside_again_keeps_its_order),
      CASE(an_empty_stash_gives_nothing_back),
      CASE(an_ask_put_aside_is_answered_when_it_is_handled),
      CASE(an_ask_put_aside_for_too_long_times_out_and_its_reply_is_late),
      CASE(a_reply_can_be_put_aside_too),
      CASE(a_full_stash_refuses_and_the_message_is_handled_on),
      CASE(a_stash_holds_64_if_nothing_is_said),
      CASE(what_is_aside_takes_no_room_in_the_mailbox),
      CASE(what_comes_back_over_the_bound_leaves_no_room),
      CASE(a_stop_waits_for_what_came_back_before_it),
      CASE(at_any_end_asks_aside_bounce_and_tells_are_dead_letters),
      CASE(who_puts_the_same_message_aside_twice_fails),
      CASE(the_stash_is_returned_before_the_mailbox),
      CASE(putting_aside_and_back_needs_no_memory),
      CASE(outside_there_is_no_stash),
      CU_TEST_INFO_NULL};
  return run_suite("stash", cases);
}
