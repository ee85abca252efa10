// Tests of silences that are noticed, and of timers that a quiet system does
// not wait for.
#include "acting/idle.h"

#include "base/mem.h"
#include "ways.h"

#define GUARD(M)                                                    \
  M(GUARD_WATCH, guard, watch, (i64, us), (enum(TellOutcome), how)) \
  M(GUARD_OFF, guard, off, , )                                      \
  M(GUARD_NOTE, guard, note, , )                                    \
  M(GUARD_ASLEEP, guard, asleep, , )                                \
  M(GUARD_TICK, guard, tick, , )                                    \
  M(GUARD_TICKS, guard, ticks, (i64, us), )                         \
  M(GUARD_UNTIL, guard, until, (i64, ticks), )                      \
  M(GUARD_KEEP, guard, keep, , )                                    \
  M(GUARD_FREE, guard, free_it, , )                                 \
  M(GUARD_HOLD, guard, hold, (ref(Guard), to), )                    \
  M(GUARD_HEARD, guard, heard, REPLY_HEAD, )                        \
  M(GUARD_ASIDE, guard, aside, , )                                  \
  M(GUARD_STRANGE, guard, strange, , )                              \
  M(GUARD_LOOK, guard, look, ,                                      \
    (i64, asleep)(i64, silence)(i64, ticks)(bool, held_then))
REF(Guard, guard)
PROTOCOL_AFTER_REF(Guard, guard, GUARD)
STATE(GuardState,
      (i64, asleep)(i64, last)(i64, silence)(i64, ticks)(u64, timer)(
          bool, holds)(bool, held_then)(bool, aside)(private(Request *),
                                                     kept)(private(Request *),
                                                           until)(i64, wanted))
ACTOR(Guard, guard, GuardState, guarding)

#define OTHER(M) M(OTHER_NONE, other, none, , )
PROTOCOL_DATA(Other, other, OTHER)

static const MessageInfo *other_none(CarrierMark mark) {
  (void)mark;
  return &other_messages[OTHER_NONE];
}

static void fall_asleep(GuardState *self) {
  if (self->aside) {
    self->aside = false;
    CHECK(stash() == STASH_OK);
    return;
  }
  self->asleep++;
  self->silence = actor_now() - self->last;
  self->held_then = self->held_then || self->holds;
  ignore(timer_cancel(self->timer));
}

static void guarding(GuardState *self, const GuardMsg *message) {
  switch (message->kind) {
    case GUARD_WATCH:
      self->last = actor_now();
      guard_reply_watch(
          actor_idle_after(after_us(message->watch.us), guard_asleep));
      break;
    case GUARD_OFF:
      CHECK(actor_idle_after(NEVER, NULL) == TELL_OK);
      break;
    case GUARD_NOTE:
      self->last = actor_now();
      break;
    case GUARD_ASLEEP:
      fall_asleep(self);
      break;
    case GUARD_TICK:
      self->ticks++;
      if (self->ticks >= self->wanted) {
        guard_reply_keep_to(&self->until);
      }
      break;
    case GUARD_TICKS:
      CHECK(guard_tell_tick_every(guard_self(), after_us(message->ticks.us),
                                  TICKS_SKIP, &self->timer) == TELL_OK);
      break;
    case GUARD_UNTIL:
      self->wanted = self->ticks + message->until.ticks;
      break;
    case GUARD_KEEP:
      if (self->wanted != 0 && self->ticks >= self->wanted) {
        guard_reply_keep();  // they came before this
        break;
      }
      *(self->wanted != 0 ? &self->until : &self->kept) = request_take();
      break;
    case GUARD_FREE:
      guard_reply_keep_to(&self->kept);
      break;
    case GUARD_HOLD:
      self->last = actor_now();
      self->holds = true;
      CHECK(guard_hold_keep_as(message->hold.to, guard_heard, NEVER) != 0);
      break;
    case GUARD_HEARD:
      self->holds = false;
      break;
    case GUARD_ASIDE:
      self->aside = true;
      self->last = actor_now();
      unstash_all();
      break;
    case GUARD_STRANGE:
      ignore(actor_idle_after(after_ms(1), other_none));
      break;
    case GUARD_LOOK:
      guard_reply_look(self->asleep, self->silence, self->ticks,
                       self->held_then);
      break;
  }
}

// ---- What the tests say ----

static GuardRef new_guard(System *system, SpawnOptions options) {
  GuardRef guard = guard_spawn_with(system, options, (GuardState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(guard.ref), SPAWN_OK);
  return guard;
}

static const SpawnOptions usual = {.label = "guard"};

static const i64 HOUR_US = 3600000000;

static void must_watch(GuardRef guard, i64 us) {
  struct guard_watch_reply reply = {0};
  CU_ASSERT_EQUAL(guard_ask_watch(guard, us, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.how, TELL_OK);
}

static struct guard_look_reply look_at(GuardRef guard) {
  struct guard_look_reply reply = {0};
  CU_ASSERT_EQUAL(guard_ask_look(guard, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

// ---- Silences ----

UNDER_ALL(after_a_silence_the_message_comes_once) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 1000);
  must_be_quiet(system);
  struct guard_look_reply seen = look_at(guard);
  CU_ASSERT_EQUAL(seen.asleep, 1);
  CU_ASSERT(seen.silence >= after_us(1000).ns);
  stop_system(system);
}

UNDER_ALL(each_message_starts_the_silence_anew) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 2000);
  for (i64 i = 1; i <= 5; i++) {
    CU_ASSERT_EQUAL(guard_tell_note_after(guard, after_us(i * 1500)), TELL_OK);
  }
  must_be_quiet(system);
  struct guard_look_reply seen = look_at(guard);
  CU_ASSERT(seen.asleep >= 1);
  CU_ASSERT(seen.silence >= after_us(2000).ns);
  stop_system(system);
}

STEPPED(a_silence_is_as_long_as_was_said) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 2000);
  for (i64 i = 1; i <= 5; i++) {
    CU_ASSERT_EQUAL(guard_tell_note_after(guard, after_us(i * 1500)), TELL_OK);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(guard).asleep, 1);
  CU_ASSERT_EQUAL(look_at(guard).silence, after_us(2000).ns);
  stop_system(system);
}

UNDER_ALL(after_it_came_the_next_message_starts_another_silence) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 500);
  for (i64 i = 1; i <= 3; i++) {
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(guard).asleep, i);
  }
  stop_system(system);
}

UNDER_ALL(with_never_no_silence_is_noticed_any_more) {
  System *system = start_system();
  for (int i = 0; i < 10; i++) {
    GuardRef guard = new_guard(system, usual);
    must_watch(guard, i % 2 == 0 ? 10 : HOUR_US);
    CU_ASSERT_EQUAL(guard_tell_off(guard), TELL_OK);
    i64 asleep = look_at(guard).asleep;
    CU_ASSERT_EQUAL(guard_tell_note(guard), TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(guard).asleep, asleep);
  }
  stop_system(system);
}

UNDER_ALL(a_new_span_replaces_the_old_one) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, HOUR_US);
  must_watch(guard, 1000);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(guard).asleep, 1);
  stop_system(system);
}

UNDER_ALL(own_timers_do_not_break_a_silence) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 3000);
  CU_ASSERT_EQUAL(guard_tell_ticks(guard, 100), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT(look_at(guard).asleep >= 1);
  CU_ASSERT(look_at(guard).ticks > 0);
  stop_system(system);
}

UNDER_ALL(a_silence_is_noticed_while_an_ask_is_held) {
  System *system = start_system();
  GuardRef keeper = new_guard(system, usual);
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 1000);
  CU_ASSERT_EQUAL(guard_tell_hold(guard, keeper), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(guard_tell_free_it(keeper), TELL_OK);
  CU_ASSERT(look_at(guard).held_then);
  stop_system(system);
}

UNDER_ALL(the_message_of_a_silence_can_be_put_aside) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 200);
  CU_ASSERT_EQUAL(guard_tell_aside(guard), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(guard_tell_aside(guard), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(guard_tell_off(guard), TELL_OK);
  CU_ASSERT(look_at(guard).asleep >= 1);
  stop_system(system);
}

UNDER_ALL(silences_end_with_their_actor) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  System *system = start_system();
  for (int i = 0; i < 6; i++) {
    GuardRef guard = new_guard(system, usual);
    must_watch(guard, i < 3 ? 20 : HOUR_US);
    ends[i % 2](guard.ref);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(a_message_of_another_protocol_fails_who_wants_it) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  CU_ASSERT_EQUAL(guard_tell_strange(guard), TELL_OK);
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(guard.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  stop_system(system);
}

static void idle_outside(void *arg) {
  (void)arg;
  ignore(actor_idle_after(after_ms(1), guard_asleep));
}

static void outside_there_is_no_silence(void) {
  CU_ASSERT(fails_a_check(idle_outside, NULL));
}

// Without memory the old span stands.
static void a_silence_without_memory_is_refused(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  GuardRef guard = new_guard(system, usual);
  must_watch(guard, 1000);
  must_be_quiet(system);
  i64 asleep = 1;
  bool refused = true;
  for (i64 successes = 0; refused; successes++) {
    CU_ASSERT_EQUAL(guard_tell_watch(guard, 5000), TELL_OK);
    memory_ends_after(successes);
    RunOutcome outcome = system_run(system, NEVER);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, RUN_QUIET);
    if (refused) {  // the old span starts with the next message
      ignore(look_at(guard).asleep);
      must_be_quiet(system);
    }
    struct guard_look_reply seen = look_at(guard);
    CU_ASSERT_EQUAL(seen.silence, after_us(refused ? 1000 : 5000).ns);
    CU_ASSERT_EQUAL(seen.asleep, asleep + 1);
    must_be_quiet(system);
    asleep = look_at(guard).asleep;
    must_be_quiet(system);
    asleep++;
  }
  stop_system(system);
}

// ---- Weak timers ----

static TimerId must_tick(GuardRef guard, i64 us) {
  TimerId timer = 0;
  CU_ASSERT_EQUAL(
      guard_tell_tick_every(guard, after_us(us), TICKS_SKIP, &timer), TELL_OK);
  return timer;
}

static void await_ticks(GuardRef guard, i64 ticks) {
  struct guard_keep_reply reply;
  CU_ASSERT_EQUAL(guard_tell_until(guard, ticks), TELL_OK);
  CU_ASSERT_EQUAL(guard_ask_keep(guard, &reply, PATIENCE), ASK_OK);
}

UNDER_ALL(a_system_is_quiet_though_a_weak_timer_ticks_on) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  TimerId timer = must_tick(guard, 2000);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_TIMEOUT);
  timer_weaken(timer);
  must_be_quiet(system);
  await_ticks(guard, 3);
  must_be_quiet(system);
  CU_ASSERT_NOT_EQUAL(timer_cancel(timer), TIMER_STRANGER);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_weak_message_comes_all_the_same) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  TimerId timer;
  CU_ASSERT_EQUAL(guard_tell_until(guard, 1), TELL_OK);
  CU_ASSERT_EQUAL(guard_tell_tick_timed(guard, after_ms(1), &timer), TELL_OK);
  timer_weaken(timer);
  struct guard_keep_reply reply;
  CU_ASSERT_EQUAL(guard_ask_keep(guard, &reply, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(a_strong_timer_beside_weak_ones_is_waited_for) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  timer_weaken(must_tick(guard, 1000));
  TimerId strong = 0;
  CU_ASSERT_EQUAL(guard_tell_note_timed(guard, after_us(HOUR_US), &strong),
                  TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_TIMEOUT);
  CU_ASSERT_EQUAL(timer_cancel(strong), TIMER_CANCELLED);
  must_be_quiet(system);
  stop_system(system);
}

// Weakened and cancelled at any moment of a tick; afterwards the count is right
// in both directions.
UNDER_ALL(weak_timers_leave_the_count_of_what_is_open_right) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  for (int i = 0; i < 60; i++) {
    TimerId timer = must_tick(guard, 1 + i % 20);
    if (i % 3 == 0) {
      ignore(look_at(guard).ticks);
    }
    timer_weaken(timer);
    timer_weaken(timer);
    if (i % 2 == 0) {
      ignore(look_at(guard).ticks);
    }
    CU_ASSERT_NOT_EQUAL(timer_cancel(timer), TIMER_STRANGER);
    timer_weaken(timer);
  }
  timer_weaken(0);
  must_be_quiet(system);
  TimerId timer = must_tick(guard, HOUR_US);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_TIMEOUT);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(weak_timers_end_with_who_set_them) {
  System *system = start_system();
  GuardRef guard = new_guard(system, usual);
  timer_weaken(must_tick(guard, 100));
  timer_weaken(must_tick(guard, HOUR_US));
  must_be_quiet(system);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(after_a_silence_the_message_comes_once),
      CASE(each_message_starts_the_silence_anew),
      CASE(a_silence_is_as_long_as_was_said),
      CASE(after_it_came_the_next_message_starts_another_silence),
      CASE(with_never_no_silence_is_noticed_any_more),
      CASE(a_new_span_replaces_the_old_one),
      CASE(own_timers_do_not_break_a_silence),
      CASE(a_silence_is_noticed_while_an_ask_is_held),
      CASE(the_message_of_a_silence_can_be_put_aside),
      CASE(silences_end_with_their_actor),
      CASE(a_message_of_another_protocol_fails_who_wants_it),
      CASE(outside_there_is_no_silence),
      CASE(a_silence_without_memory_is_refused),
      CASE(a_system_is_quiet_though_a_weak_timer_ticks_on),
      CASE(a_weak_message_comes_all_the_same),
      CASE(a_strong_timer_beside_weak_ones_is_waited_for),
      CASE(weak_timers_leave_the_count_of_what_is_open_right),
      CASE(weak_timers_end_with_who_set_them),
      CU_TEST_INFO_NULL};
  return run_suite("idle", cases);
}
