// Tests of messages that come later: once, again and again, cancelled in time
// and too late, and at the end of who set them.
#include <string.h>

#include "ways.h"

// Counts ticks, and sets timers of its own when told so.
#define CLOCK(M)                                                          \
  M(CLOCK_TICK, clock, tick, (text, word), )                              \
  M(CLOCK_COUNT, clock, count, , (i64, ticks)(i64, at))                   \
  M(CLOCK_UNTIL, clock, until, (i64, ticks), (i64, ticks))                \
  M(CLOCK_SILENT, clock, silent, , )                                      \
  M(CLOCK_DEAF, clock, deaf, (ref(Clock), silent)(i64, ms), )             \
  M(CLOCK_HEARS, clock, hears, REPLY_HEAD, )                              \
  M(CLOCK_SET, clock, set, (ref(Clock), to)(i64, us), (u64, timer))       \
  M(CLOCK_REPEAT, clock, repeat, (ref(Clock), to)(i64, us), (u64, timer)) \
  M(CLOCK_CANCEL, clock, cancel, (u64, timer), (enum(TimerOutcome), how)) \
  M(CLOCK_BOTH, clock, both, (i64, us), (enum(TimerOutcome), how))
REF(Clock, clock)
PROTOCOL_AFTER_REF(Clock, clock, CLOCK)
STATE(ClockState, (i64, ticks)(i64, at)(i64, wanted)(text, last)(
                      private(Request *), waiting)(private(Request *), kept))
ACTOR(Clock, clock, ClockState, ticking)

static void tick(ClockState *self, const struct clock_tick *message) {
  block_free(self->last);
  self->last = take_text(&message->word);
  CHECK(self->last != NULL && strcmp(self->last, "tick") == 0);
  self->ticks++;
  self->at = actor_now();
  if (self->waiting != NULL && self->ticks >= self->wanted) {
    clock_reply_until_to(&self->waiting, self->ticks);
  }
}

static void ticking(ClockState *self, const ClockMsg *message) {
  TimerId timer = 0;
  switch (message->kind) {
    case CLOCK_TICK:
      tick(self, &message->tick);
      break;
    case CLOCK_COUNT:
      clock_reply_count(self->ticks, self->at);
      break;
    case CLOCK_UNTIL:
      self->wanted = message->until.ticks;
      self->waiting = request_take();
      if (self->ticks >= self->wanted) {  // they were faster than the ask
        clock_reply_until_to(&self->waiting, self->ticks);
      }
      break;
    case CLOCK_SILENT:
      self->kept = request_take();
      break;
    case CLOCK_DEAF:
      CHECK(clock_hold_silent_as(message->deaf.silent, clock_hears,
                                 after_ms(message->deaf.ms)) != 0);
      break;
    case CLOCK_HEARS:
      break;
    case CLOCK_SET:
      CHECK(clock_tell_tick_timed(message->set.to, "tick",
                                  after_us(message->set.us),
                                  &timer) == TELL_OK);
      clock_reply_set(timer);
      break;
    case CLOCK_REPEAT:
      CHECK(clock_tell_tick_every(message->repeat.to, "tick",
                                  after_us(message->repeat.us), TICKS_SKIP,
                                  &timer) == TELL_OK);
      clock_reply_repeat(timer);
      break;
    case CLOCK_CANCEL:
      clock_reply_cancel(timer_cancel(message->cancel.timer));
      break;
    case CLOCK_BOTH:
      CHECK(clock_tell_tick_timed(clock_self(), "tick",
                                  after_us(message->both.us),
                                  &timer) == TELL_OK);
      clock_reply_both(timer_cancel(timer));
      break;
  }
}

static const i64 HOUR_MS = 3600000;

static ClockRef new_clock(System *system) {
  ClockRef clock = clock_spawn(system, "clock", (ClockState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(clock.ref), SPAWN_OK);
  return clock;
}

static i64 ticks_of(ClockRef clock) {
  struct clock_count_reply reply;
  CU_ASSERT_EQUAL(clock_ask_count(clock, &reply, PATIENCE), ASK_OK);
  return reply.ticks;
}

static void await_ticks(ClockRef clock, i64 ticks) {
  struct clock_until_reply reply;
  CU_ASSERT_EQUAL(clock_ask_until(clock, ticks, &reply, PATIENCE), ASK_OK);
}

static TimerId must_repeat(ClockRef clock, Deadline period,
                           MissedTicks missed) {
  TimerId timer = 0;
  CU_ASSERT_EQUAL(clock_tell_tick_every(clock, "tick", period, missed, &timer),
                  TELL_OK);
  CU_ASSERT_NOT_EQUAL(timer, 0);
  return timer;
}

static TimerId must_set(ClockRef clock, Deadline span) {
  TimerId timer = 0;
  CU_ASSERT_EQUAL(clock_tell_tick_timed(clock, "tick", span, &timer), TELL_OK);
  CU_ASSERT_NOT_EQUAL(timer, 0);
  return timer;
}

static void must_stop(ClockRef clock) {
  StopReason reason = STOPPED_FAILED;
  actor_stop(clock.ref);
  CU_ASSERT_EQUAL(actor_wait_end(clock.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_NORMAL);
}

// ---- Again and again ----

UNDER_ALL(a_repeating_message_comes_until_it_is_cancelled) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_repeat(clock, after_ms(1), TICKS_SKIP);
  await_ticks(clock, 3);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_TIMEOUT);
  CU_ASSERT_NOT_EQUAL(timer_cancel(timer), TIMER_STRANGER);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT(ticks_of(clock) >= 3);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_LATE);
  stop_system(system);
}

UNDER_ALL(ticks_that_come_late_are_caught_up) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_repeat(clock, after_us(50), TICKS_CATCH_UP);
  await_ticks(clock, 50);
  ignore(timer_cancel(timer));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  stop_system(system);
}

UNDER_ALL(a_repeating_message_ends_with_its_receiver) {
  System *system = start_system();
  (void)new_clock(system);
  ClockRef clock = new_clock(system);
  (void)must_repeat(clock, after_us(300), TICKS_SKIP);
  await_ticks(clock, 2);
  must_stop(clock);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(
      clock_tell_tick_every(clock, "tick", after_ms(1), TICKS_SKIP, NULL),
      TELL_STOPPED);
  stop_system(system);
}

UNDER_ALL(a_system_stops_while_its_timers_tick) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  for (int i = 0; i < 5; i++) {
    (void)must_repeat(clock, after_us(50), TICKS_SKIP);
    (void)must_set(clock, after_us(100 * i));
  }
  await_ticks(clock, 5);
  stop_system(system);
}

STEPPED(ticks_come_exactly_at_their_time) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_repeat(clock, after_ms(HOUR_MS), TICKS_SKIP);
  CU_ASSERT_EQUAL(system_run(system, after_ms(5 * HOUR_MS + 1)), RUN_TIMEOUT);
  struct clock_count_reply reply;
  CU_ASSERT_EQUAL(clock_ask_count(clock, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.ticks, 5);
  CU_ASSERT_EQUAL(reply.at, 5 * HOUR_MS * 1000000);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  stop_system(system);
}

// With room for one message, and no ear until 35 ms: of the ticks at 10, 20 and
// 30 ms two find no room. How many have come after 45 ms?
static i64 ticks_after_deafness(MissedTicks missed) {
  System *system = start_system();
  ClockRef clock = clock_spawn_with(
      system, (SpawnOptions){.label = "small", .capacity = 1}, (ClockState){0});
  CU_ASSERT_EQUAL(clock_tell_deaf(clock, new_clock(system), 35), TELL_OK);
  TimerId timer = must_repeat(clock, after_ms(10), missed);
  CU_ASSERT_EQUAL(system_run(system, after_ms(45)), RUN_TIMEOUT);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  i64 ticks = ticks_of(clock);
  stop_system(system);
  return ticks;
}

STEPPED(a_missed_tick_is_skipped_or_caught_up_as_it_was_said) {
  CU_ASSERT_EQUAL(ticks_after_deafness(TICKS_SKIP), 2);
  CU_ASSERT_EQUAL(ticks_after_deafness(TICKS_CATCH_UP), 4);
}

STEPPED(a_tick_without_memory_is_missed_and_the_next_one_comes) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_repeat(clock, after_ms(10), TICKS_CATCH_UP);
  CU_ASSERT_EQUAL(system_run(system, after_ms(15)), RUN_TIMEOUT);
  memory_ends_after(0);
  CU_ASSERT_EQUAL(system_run(system, after_ms(20)), RUN_TIMEOUT);
  CU_ASSERT(memory_is_back());
  CU_ASSERT_EQUAL(ticks_of(clock), 1);
  CU_ASSERT_EQUAL(system_run(system, after_ms(10)), RUN_TIMEOUT);
  CU_ASSERT_EQUAL(ticks_of(clock), 4);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  stop_system(system);
}

STEPPED(without_memory_no_timer_is_set) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  bool refused = true;
  for (i64 limit = 0; refused; limit++) {
    TimerId timer = 0;
    memory_ends_after(limit);
    TellOutcome outcome =
        clock_tell_tick_every(clock, "tick", after_ms(1), TICKS_SKIP, &timer);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? TELL_NO_MEMORY : TELL_OK);
    CU_ASSERT_EQUAL(timer == 0, refused);
    if (timer != 0) {
      CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
    }
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(clock), 0);
  stop_system(system);
}

// ---- Cancelled ----

UNDER_ALL(a_cancelled_message_never_comes_and_gives_its_room_back) {
  System *system = start_system();
  ClockRef clock = clock_spawn_with(
      system, (SpawnOptions){.label = "small", .capacity = 1}, (ClockState){0});
  TimerId timer = must_set(clock, after_ms(HOUR_MS));
  CU_ASSERT_EQUAL(clock_tell_tick(clock, "tick"), TELL_FULL);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_LATE);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(clock_tell_tick(clock, "tick"), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(clock), 1);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(a_timer_that_has_fired_is_cancelled_too_late) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_set(clock, after_ms(1));
  await_ticks(clock, 1);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_LATE);
  stop_system(system);
}

UNDER_ALL(what_is_set_and_cancelled_in_one_handler_never_comes) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  struct clock_both_reply reply;
  CU_ASSERT_EQUAL(clock_ask_both(clock, HOUR_MS, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.how, TIMER_CANCELLED);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(clock), 0);
  stop_system(system);
}

UNDER_ALL(an_actor_cancels_its_own_timer_and_nobody_elses) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  ClockRef other = new_clock(system);
  struct clock_set_reply set;
  CU_ASSERT_EQUAL(clock_ask_set(clock, other, 3600000000, &set, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(timer_cancel(set.timer), TIMER_LATE);
  struct clock_cancel_reply reply;
  CU_ASSERT_EQUAL(clock_ask_cancel(other, set.timer, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.how, TIMER_LATE);
  CU_ASSERT_EQUAL(clock_ask_cancel(clock, set.timer, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.how, TIMER_CANCELLED);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(other), 0);
  stop_system(system);
}

UNDER_ALL(a_timer_of_no_system_is_a_stranger) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  TimerId timer = must_set(clock, after_ms(HOUR_MS));
  CU_ASSERT_EQUAL(timer_cancel(0), TIMER_STRANGER);
  CU_ASSERT_EQUAL(timer_cancel(UINT64_MAX), TIMER_STRANGER);
  stop_system(system);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_STRANGER);
}

// Each is cancelled about when it fires: either it says that it will not come,
// or it comes.
UNDER_ALL(a_message_comes_exactly_if_its_cancel_was_late) {
  enum { ROUNDS = 200 };
  System *system = start_system();
  ClockRef clock = new_clock(system);
  i64 late = 0;
  for (int i = 0; i < ROUNDS; i++) {
    TimerId timer = must_set(clock, after_us(i % 50));
    if (i % 3 == 0) {
      ignore(ticks_of(clock));
    }
    TimerOutcome outcome = timer_cancel(timer);
    CU_ASSERT_NOT_EQUAL(outcome, TIMER_STRANGER);
    late += outcome == TIMER_LATE;
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(clock), late);
  stop_system(system);
}

UNDER_ALL(no_tick_comes_after_its_timer_was_cancelled) {
  enum { ROUNDS = 60 };
  System *system = start_system();
  ClockRef clock = new_clock(system);
  for (int i = 0; i < ROUNDS; i++) {
    TimerId timer = must_repeat(clock, after_us(1 + i % 20), TICKS_SKIP);
    await_ticks(clock, ticks_of(clock) + 1);
    TimerOutcome outcome = timer_cancel(timer);
    i64 ticks = ticks_of(clock);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    CU_ASSERT(ticks_of(clock) <= ticks + (outcome == TIMER_LATE));
  }
  stop_system(system);
}

// ---- The end of who set it ----

UNDER_ALL(timers_of_an_ended_actor_are_cancelled) {
  System *system = start_system();
  ClockRef clock = new_clock(system);
  ClockRef other = new_clock(system);
  struct clock_set_reply set;
  struct clock_repeat_reply repeat;
  CU_ASSERT_EQUAL(clock_ask_set(clock, other, 3600000000, &set, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(clock_ask_repeat(clock, other, 3600000000, &repeat, PATIENCE),
                  ASK_OK);
  must_stop(clock);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(ticks_of(other), 0);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  stop_system(system);
}

UNDER_ALL(an_actor_ends_while_its_timer_ticks) {
  System *system = start_system();
  ClockRef other = new_clock(system);
  for (int i = 0; i < 10; i++) {
    ClockRef clock = new_clock(system);
    struct clock_repeat_reply repeat;
    CU_ASSERT_EQUAL(clock_ask_repeat(clock, other, 30, &repeat, PATIENCE),
                    ASK_OK);
    await_ticks(other, ticks_of(other) + 1);
    must_stop(clock);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  }
  stop_system(system);
}

// ---- What is told of it ----

typedef struct Heard {
  u64 set[8];
  size_t sets;
  u64 fired[8];
  size_t fires;
  u64 cancelled[8];
  size_t cancels;
} Heard;

static void hear(void *context, const Event *event) {
  Heard *heard = context;
  if (event->kind == EVENT_TIMER_SET && heard->sets < 8) {
    heard->set[heard->sets++] = event->number;
  } else if (event->kind == EVENT_TIMER_FIRED && heard->fires < 8) {
    heard->fired[heard->fires++] = event->number;
  } else if (event->kind == EVENT_TIMER_CANCELLED && heard->cancels < 8) {
    heard->cancelled[heard->cancels++] = event->number;
  }
}

static void a_timer_is_told_when_set_when_it_fires_and_when_cancelled(void) {
  Heard heard = {.sets = 0};
  System *system = system_start(&(SystemOptions){
      .dispatcher = &run_stepper, .listener = hear, .context = &heard});
  ClockRef clock = new_clock(system);
  TimerId timer = must_repeat(clock, after_ms(10), TICKS_SKIP);
  CU_ASSERT_EQUAL(system_run(system, after_ms(25)), RUN_TIMEOUT);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_CANCELLED);
  CU_ASSERT_EQUAL(heard.sets, 3);
  CU_ASSERT_EQUAL(heard.fires, 2);
  CU_ASSERT_EQUAL(heard.cancels, 1);
  CU_ASSERT_NOT_EQUAL(heard.set[0], 0);
  CU_ASSERT_EQUAL(heard.fired[1], heard.set[0]);
  CU_ASSERT_EQUAL(heard.cancelled[0], heard.set[0]);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_repeating_message_comes_until_it_is_cancelled),
      CASE(ticks_that_come_late_are_caught_up),
      CASE(a_repeating_message_ends_with_its_receiver),
      CASE(a_system_stops_while_its_timers_tick),
      CASE(ticks_come_exactly_at_their_time),
      CASE(a_missed_tick_is_skipped_or_caught_up_as_it_was_said),
      CASE(a_tick_without_memory_is_missed_and_the_next_one_comes),
      CASE(without_memory_no_timer_is_set),
      CASE(a_cancelled_message_never_comes_and_gives_its_room_back),
      CASE(a_timer_that_has_fired_is_cancelled_too_late),
      CASE(what_is_set_and_cancelled_in_one_handler_never_comes),
      CASE(an_actor_cancels_its_own_timer_and_nobody_elses),
      CASE(a_timer_of_no_system_is_a_stranger),
      CASE(a_message_comes_exactly_if_its_cancel_was_late),
      CASE(no_tick_comes_after_its_timer_was_cancelled),
      CASE(timers_of_an_ended_actor_are_cancelled),
      CASE(an_actor_ends_while_its_timer_ticks),
      CASE(a_timer_is_told_when_set_when_it_fires_and_when_cancelled),
      CU_TEST_INFO_NULL};
  return run_suite("later", cases);
}
