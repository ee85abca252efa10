// Tests of what overtakes: an actor's own timers, and what it sends itself in
// on_start. Nothing else does.
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "ways.h"

#define EAGER(M)                                                   \
  M(EAGER_NOTE, eager, note, (i64, number), )                      \
  M(EAGER_TICK, eager, tick, (i64, number)(text, word), )          \
  M(EAGER_KEEP, eager, keep, , )                                   \
  M(EAGER_FREE, eager, free_it, , )                                \
  M(EAGER_HOLD, eager, hold, (ref(Eager), to)(bool, with_timer), ) \
  M(EAGER_HEARD, eager, heard, REPLY_HEAD, )                       \
  M(EAGER_RIVALS, eager, rivals, , )                               \
  M(EAGER_EVERY, eager, every, (i64, times), )                     \
  M(EAGER_PASS, eager, pass, (ref(Eager), to), )                   \
  M(EAGER_LOOK, eager, look, ,                                     \
    (i64, order)(i64, ticks)(enum(TimerOutcome), cancelled)(i64, full))
REF(Eager, eager)
PROTOCOL_AFTER_REF(Eager, eager, EAGER)
STATE(EagerState,
      (i64, starts_with)(bool, asks_too)(i64, order)(i64, ticks)(i64, times)(
          u64, one)(u64, two)(bool, rivals)(ref(Eager), passes_to)(
          enum(TimerOutcome), cancelled)(i64, full)(private(Request *), kept))
ACTOR_WITH_ENDS(Eager, eager, EagerState, opens, closes, working)

static void opens(EagerState *self) {
  for (i64 i = 1; i <= self->starts_with; i++) {
    self->full += eager_tell_note(eager_self(), i) == TELL_FULL;
  }
  if (self->asks_too) {
    CHECK(eager_hold_keep_as(self->passes_to, eager_heard, NEVER) != 0);
  }
}

static void closes(EagerState *self, StopReason reason) {
  (void)self;
  (void)reason;
}

static void note(EagerState *self, i64 number) {
  self->order = self->order % 1000000000 * 10 + number;
}

static TimerId set(i64 number, i64 us) {
  TimerId timer = 0;
  CHECK(eager_tell_tick_timed(eager_self(), number, "tick", after_us(us),
                              &timer) == TELL_OK);
  return timer;
}

static void tick(EagerState *self, const struct eager_tick *message) {
  CHECK(strcmp(message->word, "tick") == 0);
  self->ticks++;
  note(self, message->number);
  if (self->rivals) {
    self->cancelled =
        timer_cancel(message->number == 1 ? self->two : self->one);
  }
  if (self->ticks == self->times) {
    self->cancelled = timer_cancel(self->one);
  }
  if (self->passes_to.ref.bits != 0) {
    CHECK(eager_forward(self->passes_to) == TELL_OK);
  }
}

static void working(EagerState *self, const EagerMsg *message) {
  switch (message->kind) {
    case EAGER_NOTE:
      note(self, message->note.number);
      break;
    case EAGER_TICK:
      tick(self, &message->tick);
      break;
    case EAGER_KEEP:
      self->kept = request_take();
      break;
    case EAGER_FREE:
      eager_reply_keep_to(&self->kept);
      break;
    case EAGER_HOLD:
      if (message->hold.with_timer) {
        ignore(set(9, 1000));
      }
      CHECK(eager_hold_keep_as(message->hold.to, eager_heard, NEVER) != 0);
      break;
    case EAGER_HEARD:
      break;
    case EAGER_RIVALS:
      self->rivals = true;
      self->one = set(1, 20);
      self->two = set(2, 20);
      break;
    case EAGER_EVERY:
      self->times = message->every.times;
      CHECK(eager_tell_tick_every(eager_self(), 1, "tick", after_us(20),
                                  TICKS_SKIP, &self->one) == TELL_OK);
      break;
    case EAGER_PASS:
      self->passes_to = message->pass.to;
      ignore(set(5, 20));
      break;
    case EAGER_LOOK:
      eager_reply_look(self->order, self->ticks, self->cancelled, self->full);
      break;
  }
}

static EagerRef new_eager(System *system, SpawnOptions options,
                          i64 starts_with) {
  EagerRef eager = eager_spawn_with(system, options,
                                    (EagerState){.starts_with = starts_with});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(eager.ref), SPAWN_OK);
  return eager;
}

static const SpawnOptions usual = {.label = "eager"};

static struct eager_look_reply look_at(EagerRef eager) {
  struct eager_look_reply reply = {0};
  CU_ASSERT_EQUAL(eager_ask_look(eager, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static void tell_notes(EagerRef eager, i64 first, i64 last) {
  for (i64 i = first; i <= last; i++) {
    CU_ASSERT_EQUAL(eager_tell_note(eager, i), TELL_OK);
  }
}

// ---- on_start ----

UNDER_ALL(what_an_actor_sends_itself_in_on_start_comes_first_and_in_order) {
  System *system = start_system();
  for (int i = 0; i < 5; i++) {
    EagerRef eager = new_eager(system, usual, 4);
    tell_notes(eager, 5, 8);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(eager).order, 12345678);
  }
  stop_system(system);
}

// The first two handlers of the pool are busy with starting the others, so
// that mail waits for who has not started.
UNDER_ALL(it_comes_first_though_others_wait_already) {
  enum { MANY = 30 };
  System *system = start_system();
  EagerRef all[MANY];
  for (int i = 0; i < MANY; i++) {
    all[i] = new_eager(system, usual, 3);
  }
  for (int i = 0; i < MANY; i++) {
    tell_notes(all[i], 4, 5);
  }
  must_be_quiet(system);
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT_EQUAL(look_at(all[i]).order, 12345);
  }
  stop_system(system);
}

UNDER_ALL(it_comes_first_also_after_an_answer_that_is_awaited_from_on_start) {
  System *system = start_system();
  EagerRef keeper = new_eager(system, usual, 0);
  EagerRef eager = eager_spawn_with(
      system, usual,
      (EagerState){.starts_with = 3, .asks_too = true, .passes_to = keeper});
  tell_notes(eager, 4, 5);
  must_be_quiet(system);
  tell_notes(eager, 6, 7);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(eager_tell_free_it(keeper), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(eager).order, 1234567);
  stop_system(system);
}

UNDER_ALL(what_is_sent_in_on_start_needs_room_like_all_else) {
  System *system = start_system();
  EagerRef eager = new_eager(system, (SpawnOptions){.capacity = 2}, 5);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(eager).order, 12);
  CU_ASSERT_EQUAL(look_at(eager).full, 3);
  stop_system(system);
}

// What comes first is also the oldest.
STEPPED(a_mailbox_that_drops_its_oldest_drops_that_first) {
  System *system = start_system();
  EagerRef eager = new_eager(
      system, (SpawnOptions){.capacity = 2, .policy = FULL_DROP_OLDEST}, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(eager).order, 34);
  stop_system(system);
}

UNDER_ALL(an_actor_killed_before_it_handled_them_returns_them) {
  System *system = start_system();
  EagerRef eager = new_eager(system, usual, 4);
  actor_kill(eager.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(eager.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_KILLED);
  CU_ASSERT(system_counts(system).dead_letters <= 4);
  stop_system(system);
}

// ---- Own timers ----

UNDER_ALL(an_own_timer_comes_while_the_actor_holds_an_ask) {
  System *system = start_system();
  EagerRef keeper = new_eager(system, usual, 0);
  EagerRef eager = new_eager(system, usual, 0);
  CU_ASSERT_EQUAL(eager_tell_hold(eager, keeper, true), TELL_OK);
  tell_notes(eager, 1, 2);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(actor_mailbox_length(eager.ref), 2);
  CU_ASSERT_EQUAL(eager_tell_free_it(keeper), TELL_OK);
  CU_ASSERT_EQUAL(look_at(eager).order, 912);
  stop_system(system);
}

UNDER_ALL(anothers_timer_overtakes_nothing) {
  System *system = start_system();
  EagerRef keeper = new_eager(system, usual, 0);
  EagerRef eager = new_eager(system, usual, 0);
  CU_ASSERT_EQUAL(eager_tell_hold(eager, keeper, false), TELL_OK);
  tell_notes(eager, 1, 2);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(eager_tell_tick_after(eager, 9, "tick", after_ms(1)),
                  TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(actor_mailbox_length(eager.ref), 3);
  CU_ASSERT_EQUAL(eager_tell_free_it(keeper), TELL_OK);
  CU_ASSERT_EQUAL(look_at(eager).order, 129);
  stop_system(system);
}

UNDER_ALL(of_two_own_timers_the_first_to_come_cancels_the_other_for_good) {
  System *system = start_system();
  EagerRef all[10];
  for (int i = 0; i < 10; i++) {
    all[i] = new_eager(system, usual, 0);
    CU_ASSERT_EQUAL(eager_tell_rivals(all[i]), TELL_OK);
  }
  must_be_quiet(system);
  for (int i = 0; i < 10; i++) {
    CU_ASSERT_EQUAL(look_at(all[i]).ticks, 1);
    CU_ASSERT_EQUAL(look_at(all[i]).cancelled, TIMER_CANCELLED);
    CU_ASSERT_EQUAL(actor_mailbox_length(all[i].ref), 0);
  }
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(own_ticks_end_with_the_handler_that_cancels_them) {
  System *system = start_system();
  EagerRef eager = new_eager(system, usual, 0);
  CU_ASSERT_EQUAL(eager_tell_every(eager, 3), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(eager).ticks, 3);
  CU_ASSERT_EQUAL(look_at(eager).cancelled, TIMER_CANCELLED);
  stop_system(system);
}

UNDER_ALL(what_an_own_timer_brought_can_be_handed_on) {
  System *system = start_system();
  EagerRef last = new_eager(system, usual, 0);
  EagerRef eager = new_eager(system, usual, 0);
  CU_ASSERT_EQUAL(eager_tell_pass(eager, last), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).order, 5);
  stop_system(system);
}

UNDER_ALL(own_timers_end_with_their_actor_wherever_they_are) {
  System *system = start_system();
  EagerRef keeper = new_eager(system, usual, 0);
  for (int i = 0; i < 10; i++) {
    EagerRef eager = new_eager(system, usual, 0);
    CU_ASSERT_EQUAL(eager_tell_every(eager, -1), TELL_OK);
    CU_ASSERT_EQUAL(eager_tell_rivals(eager), TELL_OK);
    CU_ASSERT_EQUAL(eager_tell_hold(eager, keeper, true), TELL_OK);
    if (i % 2 == 0) {
      ignore(actor_mailbox_length(eager.ref));
      ignore(system_run(system, after_us(100)));
    }
    actor_kill(eager.ref);
  }
  must_be_quiet(system);
  stop_system(system);
}

static char heard[1024];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_TIMER_FIRED ||
      event->kind == EVENT_TIMER_CANCELLED) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %d; ",
                   event_kind_name(event->kind), (int)event->due);
  }
}

// Takes a timer whenever there is one, but for main's own patience.
static Choice timers_first(void *context, u64 step, const Option *options,
                           size_t count) {
  (void)context;
  (void)step;
  for (size_t i = 0; i < count; i++) {
    if (options[i].kind == OPTION_TIMER && options[i].due < after_ms(1).ns) {
      return (Choice){.kind = CHOOSE_OPTION, .index = i};
    }
  }
  return (Choice){.kind = CHOOSE_OPTION, .index = 0};
}

// Whether the second had fired or not, it is told once that it was cancelled.
static void a_timer_cancelled_in_the_mailbox_is_told(void) {
  static const char *const told[] = {
      "timer_fired 0; timer_cancelled 0; ",
      "timer_fired 0; timer_fired 0; timer_cancelled 1; "};
  const ChoicePolicy policies[] = {{.choose = NULL}, {.choose = timers_first}};
  for (int i = 0; i < 2; i++) {
    heard[0] = '\0';
    System *system = system_start(&(SystemOptions){
        .dispatcher = &run_stepper, .listener = hear, .policy = policies[i]});
    EagerRef eager = new_eager(system, usual, 0);
    CU_ASSERT_EQUAL(eager_tell_rivals(eager), TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_STRING_EQUAL(heard, told[i]);
    CU_ASSERT_EQUAL(look_at(eager).ticks, 1);
    stop_system(system);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_an_actor_sends_itself_in_on_start_comes_first_and_in_order),
      CASE(it_comes_first_though_others_wait_already),
      CASE(it_comes_first_also_after_an_answer_that_is_awaited_from_on_start),
      CASE(what_is_sent_in_on_start_needs_room_like_all_else),
      CASE(a_mailbox_that_drops_its_oldest_drops_that_first),
      CASE(an_actor_killed_before_it_handled_them_returns_them),
      CASE(an_own_timer_comes_while_the_actor_holds_an_ask),
      CASE(anothers_timer_overtakes_nothing),
      CASE(of_two_own_timers_the_first_to_come_cancels_the_other_for_good),
      CASE(own_ticks_end_with_the_handler_that_cancels_them),
      CASE(what_an_own_timer_brought_can_be_handed_on),
      CASE(own_timers_end_with_their_actor_wherever_they_are),
      CASE(a_timer_cancelled_in_the_mailbox_is_told),
      CU_TEST_INFO_NULL};
  return run_suite("overtaking", cases);
}
