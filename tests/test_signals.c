// Tests of signals as messages: real ones under real threads, injected ones
// everywhere.
#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

#define WARD(M)                                     \
  M(WARD_OPEN, ward, open, (array(i64), signals),   \
    (enum(SignalsOutcome), outcome))                \
  M(WARD_CLOSE, ward, close, , )                    \
  M(WARD_SIGNALLED, ward, signalled, SIGNAL_HEAD, ) \
  M(WARD_LOOK, ward, look, , (i64, heard)(i64, last))
REF(Ward, ward)
PROTOCOL_AFTER_REF(Ward, ward, WARD)
STATE(WardState, (i64, heard)(i64, last))
ACTOR(Ward, ward, WardState, warding)

static SignalsOutcome open_for(ArrayI64 signals) {
  int numbers[SIGNALS_MOST];
  for (size_t i = 0; i < signals.count; i++) {
    numbers[i] = (int)signals.items[i];
  }
  return signals_open(numbers, signals.count, ward_signalled);
}

static void warding(WardState *self, const WardMsg *message) {
  switch (message->kind) {
    case WARD_OPEN:
      ward_reply_open(open_for(message->open.signals));
      break;
    case WARD_CLOSE:
      signals_close();
      break;
    case WARD_SIGNALLED:
      self->heard++;
      self->last = message->signalled.signal;
      break;
    case WARD_LOOK:
      ward_reply_look(self->heard, self->last);
      break;
  }
}

static WardRef new_ward(System *system) {
  WardRef ward = ward_spawn(system, "ward", (WardState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(ward.ref), SPAWN_OK);
  return ward;
}

static SignalsOutcome open_two(WardRef ward, i64 one, i64 two) {
  i64 numbers[] = {one, two};
  struct ward_open_reply reply = {0};
  CU_ASSERT_EQUAL(ward_ask_open(ward, (ArrayI64){numbers, 2}, &reply, PATIENCE),
                  ASK_OK);
  return reply.outcome;
}

static struct ward_look_reply look_at(WardRef ward) {
  struct ward_look_reply reply = {0};
  CU_ASSERT_EQUAL(ward_ask_look(ward, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void end(WardRef ward) {
  StopReason reason;
  actor_stop(ward.ref);
  CU_ASSERT_EQUAL(actor_wait_end(ward.ref, &reason, PATIENCE), END_OK);
}

UNDER_ALL(an_injected_signal_comes_as_a_message) {
  System *system = start_system();
  WardRef ward = new_ward(system);
  CU_ASSERT_FALSE(signals_inject(SIGINT));
  CU_ASSERT_EQUAL(open_two(ward, SIGINT, SIGTERM), SIGNALS_OK);
  CU_ASSERT_TRUE(signals_inject(SIGTERM));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(ward).heard, 1);
  CU_ASSERT_EQUAL(look_at(ward).last, SIGTERM);
  CU_ASSERT_TRUE(signals_inject(SIGINT));
  CU_ASSERT_FALSE(signals_inject(SIGUSR2));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(ward).heard, 2);
  CU_ASSERT_EQUAL(look_at(ward).last, SIGINT);
  stop_system(system);
}

UNDER_ALL(
    one_actor_of_a_process_has_the_signals_until_it_ends_or_gives_them_up) {
  System *system = start_system();
  WardRef one = new_ward(system);
  WardRef two = new_ward(system);
  CU_ASSERT_EQUAL(open_two(one, SIGINT, SIGTERM), SIGNALS_OK);
  CU_ASSERT_EQUAL(open_two(two, SIGUSR1, SIGUSR2), SIGNALS_TAKEN);
  CU_ASSERT_EQUAL(open_two(one, SIGUSR1, SIGUSR2), SIGNALS_TAKEN);
  CU_ASSERT_EQUAL(ward_tell_close(two), TELL_OK);  // has none
  CU_ASSERT_EQUAL(open_two(two, SIGUSR1, SIGUSR2), SIGNALS_TAKEN);
  CU_ASSERT_EQUAL(ward_tell_close(one), TELL_OK);
  CU_ASSERT_EQUAL(look_at(one).heard, 0);
  CU_ASSERT_EQUAL(open_two(two, SIGUSR1, SIGUSR2), SIGNALS_OK);
  end(two);
  CU_ASSERT_FALSE(signals_inject(SIGUSR1));
  CU_ASSERT_EQUAL(open_two(one, SIGINT, SIGTERM), SIGNALS_OK);
  stop_system(system);
}

UNDER_ALL(signals_that_cannot_be_heard_are_refused_and_nothing_has_changed) {
  const i64 never[] = {SIGKILL, SIGSTOP, SIGSEGV, SIGABRT, 0, -1, 1000};
  System *system = start_system();
  WardRef ward = new_ward(system);
  for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
    CU_ASSERT_EQUAL(open_two(ward, SIGUSR1, never[i]), SIGNALS_REFUSED);
    CU_ASSERT_FALSE(signals_inject(SIGUSR1));
  }
  struct sigaction now;
  CU_ASSERT_EQUAL(sigaction(SIGUSR1, NULL, &now), 0);
  CU_ASSERT(now.sa_handler == SIG_DFL);
  CU_ASSERT_EQUAL(open_two(ward, SIGUSR1, SIGUSR2), SIGNALS_OK);
  stop_system(system);
}

UNDER_ALL(a_full_mailbox_takes_signals_all_the_same) {
  System *system = start_system();
  WardRef ward = ward_spawn_with(
      system, (SpawnOptions){.label = "ward", .capacity = 1}, (WardState){0});
  CU_ASSERT_EQUAL(open_two(ward, SIGINT, SIGTERM), SIGNALS_OK);
  for (int i = 0; i < 20; i++) {
    CU_ASSERT_TRUE(signals_inject(SIGINT));
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(ward).heard, 20);
  stop_system(system);
}

static void handled_before(int number) {
  (void)number;
}

// One after the other: two of the same at a time may become one.
static void real_signals_come_until_the_actor_ends(void) {
  const Dispatcher *const bodies[] = {&run_threads, &run_pool};
  struct sigaction mine = {.sa_handler = handled_before};
  struct sigaction usual;
  CU_ASSERT_EQUAL(sigaction(SIGUSR1, &mine, &usual), 0);
  for (int i = 0; i < 2; i++) {
    System *system = system_start(&(SystemOptions){.dispatcher = bodies[i]});
    CU_ASSERT_PTR_NOT_NULL_FATAL(system);
    WardRef ward = new_ward(system);
    CU_ASSERT_EQUAL(open_two(ward, SIGUSR1, SIGUSR2), SIGNALS_OK);
    for (int k = 0; k < 20; k++) {
      int number = k % 2 == 0 ? SIGUSR1 : SIGUSR2;
      CU_ASSERT_EQUAL(raise(number), 0);
      wait_until(look_at(ward).heard > k, PATIENCE);
      CU_ASSERT_EQUAL(look_at(ward).last, number);
    }
    end(ward);
    struct sigaction now;
    CU_ASSERT_EQUAL(sigaction(SIGUSR1, NULL, &now), 0);
    CU_ASSERT(now.sa_handler == handled_before);
    CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
  }
  CU_ASSERT_EQUAL(sigaction(SIGUSR1, &usual, NULL), 0);
}

static void under_the_stepper_real_signals_do_what_they_did(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  WardRef ward = new_ward(system);
  CU_ASSERT_EQUAL(open_two(ward, SIGINT, SIGTERM), SIGNALS_OK);
  struct sigaction now;
  CU_ASSERT_EQUAL(sigaction(SIGINT, NULL, &now), 0);
  CU_ASSERT(now.sa_handler == SIG_DFL);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

STEPPED(a_signal_without_memory_is_late_and_not_lost) {
  System *system = start_system();
  WardRef ward = new_ward(system);
  CU_ASSERT_EQUAL(open_two(ward, SIGINT, SIGTERM), SIGNALS_OK);
  memory_ends_after(0);
  bool first = signals_inject(SIGINT);  // was allocated before
  bool second = signals_inject(SIGINT);
  CU_ASSERT_TRUE(memory_is_back());
  CU_ASSERT_TRUE(first);
  CU_ASSERT_FALSE(second);
  CU_ASSERT_TRUE(signals_inject(SIGTERM));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(ward).heard, 3);
  stop_system(system);
}

STEPPED(asking_for_signals_without_memory_changes_nothing) {
  System *system = start_system();
  WardRef ward = new_ward(system);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  for (i64 successes = 0; successes < 3; successes++) {
    activation()->actor = table_at(system, ward.ref);
    memory_ends_after(successes);
    SignalsOutcome outcome =
        signals_open((int[]){SIGINT, SIGTERM}, 2, ward_signalled);
    CU_ASSERT_TRUE(memory_is_back());
    activation()->actor = NULL;
    CU_ASSERT_EQUAL(outcome, SIGNALS_NO_MEMORY);
    CU_ASSERT_FALSE(signals_inject(SIGINT));
  }
  CU_ASSERT_EQUAL(open_two(ward, SIGINT, SIGTERM), SIGNALS_OK);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_injected_signal_comes_as_a_message),
      CASE(
          one_actor_of_a_process_has_the_signals_until_it_ends_or_gives_them_up),
      CASE(signals_that_cannot_be_heard_are_refused_and_nothing_has_changed),
      CASE(a_full_mailbox_takes_signals_all_the_same),
      CASE(real_signals_come_until_the_actor_ends),
      CASE(under_the_stepper_real_signals_do_what_they_did),
      CASE(a_signal_without_memory_is_late_and_not_lost),
      CASE(asking_for_signals_without_memory_changes_nothing),
      CU_TEST_INFO_NULL};
  return run_suite("signals", cases);
}
