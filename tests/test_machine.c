// Tests of behaviours that are come back to, and of hierarchical state
// machines: the way from state to state, who handles, and timeouts.
#include "acting/machine.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ways.h"

// ---- Behaviours ----

#define MOOD(M)                           \
  M(MOOD_PUSH, mood, push, (u64, next), ) \
  M(MOOD_POP, mood, pop, , )              \
  M(MOOD_TURN, mood, turn, (u64, next), ) \
  M(MOOD_WHICH, mood, which, , (u64, which))
PROTOCOL(Mood, mood, MOOD)
NO_STATE(MoodState)
ACTOR(Mood, mood, MoodState, calm, glad, cross)

static MoodBehaviour *const moods[] = {calm, glad, cross};

static void feel(const MoodMsg *message, u64 which) {
  switch (message->kind) {
    case MOOD_PUSH:
      mood_push_behaviour(moods[message->push.next]);
      break;
    case MOOD_POP:
      mood_pop_behaviour();
      break;
    case MOOD_TURN:
      mood_become(moods[message->turn.next]);
      break;
    case MOOD_WHICH:
      mood_reply_which(which);
      break;
  }
}

static void calm(MoodState *self, const MoodMsg *message) {
  (void)self;
  feel(message, 0);
}

static void glad(MoodState *self, const MoodMsg *message) {
  (void)self;
  feel(message, 1);
}

static void cross(MoodState *self, const MoodMsg *message) {
  (void)self;
  feel(message, 2);
}

static u64 mood_of(MoodRef mood) {
  struct mood_which_reply reply = {0};
  CU_ASSERT_EQUAL(mood_ask_which(mood, &reply, PATIENCE), ASK_OK);
  return reply.which;
}

UNDER_ALL(a_popped_behaviour_comes_back_to_the_one_before) {
  System *system = start_system();
  MoodRef mood = mood_spawn(system, "mood", (MoodState){0});
  CU_ASSERT_EQUAL(mood_tell_push(mood, 1), TELL_OK);
  CU_ASSERT_EQUAL(mood_tell_push(mood, 2), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 2);
  CU_ASSERT_EQUAL(mood_tell_pop(mood), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 1);
  CU_ASSERT_EQUAL(mood_tell_pop(mood), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 0);
  stop_system(system);
}

UNDER_ALL(become_changes_only_the_behaviour_on_top) {
  System *system = start_system();
  MoodRef mood = mood_spawn(system, "mood", (MoodState){0});
  CU_ASSERT_EQUAL(mood_tell_push(mood, 1), TELL_OK);
  CU_ASSERT_EQUAL(mood_tell_turn(mood, 2), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 2);
  CU_ASSERT_EQUAL(mood_tell_pop(mood), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 0);
  stop_system(system);
}

static void must_fail(Ref ref) {
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
}

UNDER_ALL(who_comes_back_to_nothing_or_pushes_too_many_fails) {
  System *system = start_system();
  MoodRef mood = mood_spawn(system, "mood", (MoodState){0});
  CU_ASSERT_EQUAL(mood_tell_pop(mood), TELL_OK);
  must_fail(mood.ref);
  mood = mood_spawn(system, "mood", (MoodState){0});
  for (int i = 0; i < BEHAVIOURS_ASIDE; i++) {
    CU_ASSERT_EQUAL(mood_tell_push(mood, 1), TELL_OK);
  }
  CU_ASSERT_EQUAL(mood_of(mood), 1);
  CU_ASSERT_EQUAL(mood_tell_push(mood, 1), TELL_OK);
  must_fail(mood.ref);
  stop_system(system);
}

UNDER_ALL(an_actor_in_a_used_slot_has_nothing_to_come_back_to) {
  System *system = start_system();
  MoodRef mood = mood_spawn(system, "mood", (MoodState){0});
  CU_ASSERT_EQUAL(mood_tell_push(mood, 1), TELL_OK);
  CU_ASSERT_EQUAL(mood_of(mood), 1);
  actor_stop(mood.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  MoodRef next = mood_spawn(system, "mood", (MoodState){0});
  CU_ASSERT_EQUAL(ref_slot(next.ref), ref_slot(mood.ref));
  CU_ASSERT_EQUAL(mood_of(next), 0);
  CU_ASSERT_EQUAL(mood_tell_pop(next), TELL_OK);
  must_fail(next.ref);
  stop_system(system);
}

// ---- A machine ----
//
//   any
//     online      after 30 ms: expired, long after what is within
//       idle      after 1 ms: late
//       busy
//         deep
//     off
enum { ANY, ONLINE, IDLE, BUSY, DEEP, OFF, STATES };

#define PHONE(M)                                          \
  M(PHONE_GO, phone, go_to, (u64, target), )              \
  M(PHONE_SKIP, phone, skip, (u64, first)(u64, second), ) \
  M(PHONE_PING, phone, ping, , (u64, by))                 \
  M(PHONE_DIG, phone, dig, , (u64, by))                   \
  M(PHONE_LATE, phone, late, , )                          \
  M(PHONE_EXPIRED, phone, expired, , )                    \
  M(PHONE_STRAY, phone, stray, , )                        \
  M(PHONE_LOOK, phone, look, , (text, path)(u64, at)(i64, late)(i64, stale))
PROTOCOL(Phone, phone, PHONE)
STATE(PhoneState,
      (u64, first)(bool, lost)(bool, nested)(text, path)(i64, late)(i64, stale))

static Handled in_any(PhoneState *self, const PhoneMsg *message);
static Handled in_online(PhoneState *self, const PhoneMsg *message);
static Handled in_idle(PhoneState *self, const PhoneMsg *message);
static Handled in_busy(PhoneState *self, const PhoneMsg *message);
static Handled in_deep(PhoneState *self, const PhoneMsg *message);

static void step(PhoneState *self, const char *what) {
  char text[512];
  (void)snprintf(text, sizeof text, "%s%s ", self->path ? self->path : "",
                 what);
  block_free(self->path);
  char *path = actor_own(strlen(text) + 1);
  memcpy(path, text, strlen(text) + 1);
  self->path = path;
}

#define STEPS(name)                            \
  static void enter_##name(PhoneState *self) { \
    step(self, "+" #name);                     \
  }                                            \
  static void leave_##name(PhoneState *self) { \
    step(self, "-" #name);                     \
  }
STEPS(any)
STEPS(online)
STEPS(idle)
STEPS(busy)
STEPS(deep)
static void enter_off(PhoneState *self);

MACHINE(Phone, phone, PhoneState,
        [ANY] = {.name = "any",
                 .handle = in_any,
                 .enter = enter_any,
                 .leave = leave_any},
        [ONLINE] = {.name = "online",
                    .handle = in_online,
                    .enter = enter_online,
                    .leave = leave_online,
                    .timeout_ms = 30,
                    .timeout = phone_expired},
        [IDLE] = {.name = "idle",
                  .parent = ONLINE,
                  .handle = in_idle,
                  .enter = enter_idle,
                  .leave = leave_idle,
                  .timeout_ms = 1,
                  .timeout = phone_late},
        [BUSY] = {.name = "busy",
                  .parent = ONLINE,
                  .handle = in_busy,
                  .enter = enter_busy,
                  .leave = leave_busy},
        [DEEP] = {.name = "deep",
                  .parent = BUSY,
                  .handle = in_deep,
                  .enter = enter_deep,
                  .leave = leave_deep},
        [OFF] = {.name = "off", .handle = in_deep, .enter = enter_off})
ACTOR_WITH_ENDS(Phone, phone, PhoneState, opens, closes, phone_machine)

static void enter_off(PhoneState *self) {
  step(self, "+off");
  if (self->nested) {
    phone_go(IDLE);
  }
}

static void opens(PhoneState *self) {
  if (!self->lost) {
    phone_go(self->first);
  }
}

static void closes(PhoneState *self, StopReason reason) {
  (void)self;
  (void)reason;
}

// Handles all but what others are for.
static Handled in_any(PhoneState *self, const PhoneMsg *message) {
  switch (message->kind) {
    case PHONE_GO:
      phone_go(message->go_to.target);
      break;
    case PHONE_SKIP:
      phone_go(message->skip.first);
      phone_go(message->skip.second);
      break;
    case PHONE_LATE:
      self->stale++;
      break;
    case PHONE_LOOK:
      phone_reply_look(self->path, phone_at(), self->late, self->stale);
      break;
    case PHONE_EXPIRED:
      self->stale++;
      break;
    case PHONE_STRAY:
      phone_go(OFF);
      return PASS;
    case PHONE_PING:
    case PHONE_DIG:
      return PASS;
  }
  return HANDLED;
}

static Handled in_online(PhoneState *self, const PhoneMsg *message) {
  (void)self;
  switch (message->kind) {
    case PHONE_PING:
      phone_reply_ping(ONLINE);
      return HANDLED;
    case PHONE_EXPIRED:
      phone_go(OFF);
      return HANDLED;
    case PHONE_GO:
    case PHONE_SKIP:
    case PHONE_DIG:
    case PHONE_LATE:
    case PHONE_STRAY:
    case PHONE_LOOK:
      break;
  }
  return PASS;
}

static Handled in_idle(PhoneState *self, const PhoneMsg *message) {
  if (message->kind == PHONE_LATE) {
    self->late++;
    return HANDLED;
  }
  return PASS;
}

static Handled in_busy(PhoneState *self, const PhoneMsg *message) {
  (void)self;
  if (message->kind == PHONE_DIG) {
    phone_reply_dig(BUSY);
    return HANDLED;
  }
  return PASS;
}

static Handled in_deep(PhoneState *self, const PhoneMsg *message) {
  (void)self;
  (void)message;
  return PASS;
}

// ---- What the tests say ----

static PhoneRef new_phone(System *system, u64 first) {
  PhoneRef phone = phone_spawn(system, "phone", (PhoneState){.first = first});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(phone.ref), SPAWN_OK);
  return phone;
}

static void go(PhoneRef phone, u64 target) {
  CU_ASSERT_EQUAL(phone_tell_go_to(phone, target), TELL_OK);
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

// Where it is and how it came there; no time may pass in those states.
static void must_have_gone(PhoneRef phone, const char *path, u64 at) {
  struct phone_look_reply reply = {0};
  CU_ASSERT_EQUAL(phone_ask_look(phone, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_STRING_EQUAL(reply.path, path);
  CU_ASSERT_EQUAL(reply.at, at);
  CU_ASSERT_EQUAL(reply.stale, 0);
  block_free(reply.path);
}

static i64 late_times(PhoneRef phone) {
  struct phone_look_reply reply = {0};
  CU_ASSERT_EQUAL(phone_ask_look(phone, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.stale, 0);
  block_free(reply.path);
  return reply.late;
}

// ---- The way ----

UNDER_ALL(the_first_state_is_entered_from_the_root_down) {
  System *system = start_system();
  must_have_gone(new_phone(system, OFF), "+any +off ", OFF);
  must_have_gone(new_phone(system, ANY), "+any ", ANY);
  stop_system(system);
}

// The stepper's clock stands still while there is mail, so that no timeout
// comes in between.
STEPPED(a_way_leaves_inner_states_first_and_enters_outer_ones_first) {
  static const struct {
    u64 from;
    u64 to;
    const char *path;
  } ways[] = {
      {IDLE, BUSY, "+any +online +idle -idle +busy "},
      {IDLE, DEEP, "+any +online +idle -idle +busy +deep "},
      {DEEP, OFF, "+any +online +busy +deep -deep -busy -online +off "},
      {OFF, DEEP, "+any +off +online +busy +deep "},
      {DEEP, IDLE, "+any +online +busy +deep -deep -busy +idle "},
      {DEEP, ONLINE, "+any +online +busy +deep -deep -busy "},
      {DEEP, ANY, "+any +online +busy +deep -deep -busy -online "},
      {ONLINE, DEEP, "+any +online +busy +deep "},
      {IDLE, IDLE, "+any +online +idle -idle +idle "},
      {ANY, ANY, "+any -any +any "},
  };
  System *system = start_system();
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    PhoneRef phone = new_phone(system, ways[i].from);
    go(phone, ways[i].to);
    must_have_gone(phone, ways[i].path, ways[i].to);
  }
  stop_system(system);
}

UNDER_ALL(two_ways_in_one_handler_are_gone_one_after_the_other) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, OFF);
  CU_ASSERT_EQUAL(phone_tell_skip(phone, IDLE, OFF), TELL_OK);
  must_be_quiet(system);
  must_have_gone(phone, "+any +off +online +idle -idle -online +off ", OFF);
  stop_system(system);
}

// ---- Who handles ----

STEPPED(what_a_state_passes_its_parents_handle) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, DEEP);
  struct phone_dig_reply dig = {0};
  struct phone_ping_reply ping = {0};
  CU_ASSERT_EQUAL(phone_ask_dig(phone, &dig, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(dig.by, BUSY);
  CU_ASSERT_EQUAL(phone_ask_ping(phone, &ping, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(ping.by, ONLINE);
  stop_system(system);
}

UNDER_ALL(what_the_root_passes_is_unaccepted_and_the_actor_lives) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, OFF);
  struct phone_ping_reply ping = {0};
  CU_ASSERT_EQUAL(phone_ask_ping(phone, &ping, PATIENCE), ASK_REFUSED);
  CU_ASSERT_EQUAL(phone_tell_ping(phone), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(system_counts(system).unaccepted, 2);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  must_have_gone(phone, "+any +off ", OFF);
  stop_system(system);
}

// ---- Time ----

UNDER_ALL(a_state_that_is_stayed_in_times_out_once) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, IDLE);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(late_times(phone), 1);
  must_have_gone(phone, "+any +online +idle -idle -online +off ", OFF);
  stop_system(system);
}

UNDER_ALL(entering_again_starts_the_time_again) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, OFF);
  go(phone, IDLE);
  must_be_quiet(system);
  go(phone, IDLE);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(late_times(phone), 2);
  stop_system(system);
}

// On threads some of the timers fire while they are cancelled.
UNDER_ALL(the_time_of_a_state_that_was_left_never_comes) {
  enum { ROUNDS = 30 };
  System *system = start_system();
  PhoneRef phone = new_phone(system, OFF);
  for (int i = 0; i < ROUNDS; i++) {
    CU_ASSERT_EQUAL(phone_tell_skip(phone, IDLE, OFF), TELL_OK);
    CU_ASSERT_EQUAL(phone_tell_skip_after(phone, IDLE, OFF, after_us(950)),
                    TELL_OK);
    go(phone, IDLE);
    CU_ASSERT_EQUAL(phone_tell_go_to_after(phone, OFF, after_us(1000)),
                    TELL_OK);
    ignore(late_times(phone));
    if (i % 8 == 0) {
      must_be_quiet(system);
    }
  }
  must_be_quiet(system);
  ignore(late_times(phone));
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

STEPPED(the_time_of_a_parent_goes_on_while_its_children_change) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, BUSY);
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(
        phone_tell_go_to_after(phone, i % 2 == 0 ? DEEP : BUSY, after_ms(i)),
        TELL_OK);
  }
  must_be_quiet(system);
  struct phone_look_reply reply = {0};
  CU_ASSERT_EQUAL(phone_ask_look(phone, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_PTR_NOT_NULL(strstr(reply.path, "-online +off"));
  block_free(reply.path);
  stop_system(system);
}

// One message fits: the timeouts come all the same.
UNDER_ALL(a_timeout_needs_no_room_in_the_mailbox) {
  System *system = start_system();
  PhoneRef phone =
      phone_spawn_with(system, (SpawnOptions){.label = "phone", .capacity = 1},
                       (PhoneState){.first = IDLE});
  must_be_quiet(system);
  CU_ASSERT_EQUAL(late_times(phone), 1);
  stop_system(system);
}

UNDER_ALL(timeouts_end_with_their_actor_and_are_no_dead_letters) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  System *system = start_system();
  for (int i = 0; i < 8; i++) {
    PhoneRef phone = new_phone(system, IDLE);
    ends[i % 2](phone.ref);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

// ---- Misuse ----

UNDER_ALL(who_goes_while_entering_or_passes_after_going_fails) {
  System *system = start_system();
  PhoneRef nested =
      phone_spawn(system, "nested", (PhoneState){.first = OFF, .nested = true});
  must_fail(nested.ref);
  PhoneRef stray = new_phone(system, ANY);
  CU_ASSERT_EQUAL(phone_tell_stray(stray), TELL_OK);
  must_fail(stray.ref);
  stop_system(system);
}

UNDER_ALL(who_goes_nowhere_there_is_or_never_went_fails) {
  System *system = start_system();
  PhoneRef phone = new_phone(system, OFF);
  go(phone, STATES);
  must_fail(phone.ref);
  PhoneRef lost = phone_spawn(system, "lost", (PhoneState){.lost = true});
  go(lost, IDLE);
  must_fail(lost.ref);
  stop_system(system);
}

static void a_machine_without_memory_fails_its_actor_and_leaves_nothing(void) {
  bool refused = true;
  for (i64 successes = 0; refused; successes++) {
    System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
    PhoneRef phone = new_phone(system, IDLE);
    memory_ends_after(successes);
    RunOutcome outcome = system_run(system, NEVER);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? RUN_EMPTY : RUN_QUIET);
    CU_ASSERT_EQUAL(actor_is_alive(phone.ref), !refused);
    stop_system(system);
  }
}

static char heard[256];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_BECAME || event->kind == EVENT_UNACCEPTED) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %s; ",
                   event_kind_name(event->kind), event->name);
  }
}

static void states_are_told_as_behaviours(void) {
  heard[0] = '\0';
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = hear});
  PhoneRef phone = new_phone(system, OFF);
  go(phone, DEEP);
  CU_ASSERT_EQUAL(phone_tell_ping(phone), TELL_OK);
  go(phone, OFF);
  CU_ASSERT_EQUAL(phone_tell_ping(phone), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_STRING_EQUAL(
      heard, "became off; became deep; became off; unaccepted ping; ");
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_popped_behaviour_comes_back_to_the_one_before),
      CASE(become_changes_only_the_behaviour_on_top),
      CASE(who_comes_back_to_nothing_or_pushes_too_many_fails),
      CASE(an_actor_in_a_used_slot_has_nothing_to_come_back_to),
      CASE(the_first_state_is_entered_from_the_root_down),
      CASE(a_way_leaves_inner_states_first_and_enters_outer_ones_first),
      CASE(two_ways_in_one_handler_are_gone_one_after_the_other),
      CASE(what_a_state_passes_its_parents_handle),
      CASE(what_the_root_passes_is_unaccepted_and_the_actor_lives),
      CASE(a_state_that_is_stayed_in_times_out_once),
      CASE(entering_again_starts_the_time_again),
      CASE(the_time_of_a_state_that_was_left_never_comes),
      CASE(the_time_of_a_parent_goes_on_while_its_children_change),
      CASE(a_timeout_needs_no_room_in_the_mailbox),
      CASE(timeouts_end_with_their_actor_and_are_no_dead_letters),
      CASE(who_goes_while_entering_or_passes_after_going_fails),
      CASE(who_goes_nowhere_there_is_or_never_went_fails),
      CASE(a_machine_without_memory_fails_its_actor_and_leaves_nothing),
      CASE(states_are_told_as_behaviours),
      CU_TEST_INFO_NULL};
  return run_suite("machine", cases);
}
