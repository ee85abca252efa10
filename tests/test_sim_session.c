// test_sim_session.c -- engine, tape and session against a child that speaks
// the control stream without the library.
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ending.h"
#include "session.h"
#include "sim_support.h"

static Session session;

static void begin(u64 seed) {
  session_init(&session, test_program("fake_child"), "fake", seed);
  CU_ASSERT(session_start(&session, seed) == SESSION_OK);
}

static void end(void) {
  session_release(&session);
}

static const char *count(void) {
  const ModelActor *counter = model_find(&session.model, "counter", NULL);
  const ModelField *field =
      counter == NULL ? NULL : model_field(counter, "count");
  return field == NULL ? "none" : field->value;
}

static void run(void) {
  SessionOutcome outcome = SESSION_OK;
  while (outcome == SESSION_OK) {
    outcome = session_step(&session);
  }
  CU_ASSERT(outcome == SESSION_QUIET);
}

static u64 counter_ref(void) {
  return model_find(&session.model, "counter", NULL)->ref;
}

static SessionOutcome meet(const char *message) {
  run();
  CU_ASSERT(session_send(&session, counter_ref(), message) == SESSION_OK);
  SessionOutcome outcome = SESSION_OK;
  while (outcome == SESSION_OK) {
    outcome = session_step(&session);
  }
  return outcome;
}

static void a_run_ends_quiet_with_the_state_it_should_have(void) {
  begin(7);
  CU_ASSERT(session_cursor(&session) == 0);
  CU_ASSERT(model_in_flight(&session.model) == 2);
  CU_ASSERT(session.model.option_count == 1);
  run();
  CU_ASSERT(session_cursor(&session) == 4);
  CU_ASSERT_STRING_EQUAL(count(), "42");
  CU_ASSERT(output_count(&session.output, 4) == 2);
  end();
}

static void going_back_needs_no_child(void) {
  begin(7);
  run();
  session_stop(&session);
  session_goto(&session, 0);
  CU_ASSERT_STRING_EQUAL(count(), "0");
  CU_ASSERT(model_in_flight(&session.model) == 2);
  session_goto(&session, 99);
  CU_ASSERT(session_cursor(&session) == 4);
  CU_ASSERT_STRING_EQUAL(count(), "42");
  end();
}

static void a_message_from_the_watcher_is_a_step(void) {
  begin(7);
  run();
  CU_ASSERT(session_send(&session, counter_ref(), "inc 8") == SESSION_OK);
  run();
  CU_ASSERT_STRING_EQUAL(count(), "50");
  CU_ASSERT(session_cursor(&session) == 7);
  end();
}

static void acting_in_the_past_replays_and_drops_the_future(void) {
  begin(7);
  run();
  session_goto(&session, 1);
  CU_ASSERT(session_send(&session, counter_ref(), "inc 8") == SESSION_OK);
  CU_ASSERT(session.dropped == 3);
  CU_ASSERT(session_last(&session) == 2);
  run();
  CU_ASSERT_STRING_EQUAL(count(), "50");
  // A typed command is replayed as well as a choice.
  session_goto(&session, 3);
  CU_ASSERT(session_kill(&session, counter_ref()) == SESSION_OK);
  CU_ASSERT(model_find(&session.model, "counter", NULL)->stopped);
  end();
}

static void a_refused_command_in_the_past_keeps_the_future(void) {
  begin(7);
  run();
  session_goto(&session, 1);
  CU_ASSERT(session_send(&session, counter_ref(), "ink 8") == SESSION_REFUSED);
  CU_ASSERT(strstr(session.said, "inc(amount: i64)") != NULL);
  CU_ASSERT(session_last(&session) == 4);
  session_goto(&session, 4);
  CU_ASSERT(session_send(&session, counter_ref(), "inc 8") == SESSION_OK);
  CU_ASSERT(session_last(&session) == 5);
  end();
}

static void the_recorded_choice_only_moves_the_cursor(void) {
  begin(7);
  run();
  session_goto(&session, 0);
  CU_ASSERT(session_choose(&session, 0) == SESSION_OK);
  CU_ASSERT(session_last(&session) == 4);
  CU_ASSERT(session_choose(&session, 1) == SESSION_OK ||
            session_last(&session) == 4);
  end();
}

static void a_program_that_does_not_repeat_itself_is_told(void) {
  (void)setenv("FAKE_DRIFT", "1", 1);
  begin(7);
  run();
  session_goto(&session, 2);
  CU_ASSERT(session_send(&session, counter_ref(), "inc 8") == SESSION_DIVERGED);
  CU_ASSERT(session.diverged == 1);
  CU_ASSERT(session_last(&session) == 4);
  (void)unsetenv("FAKE_DRIFT");
  end();
}

static void a_crash_is_named_and_leaves_the_tape(void) {
  begin(7);
  CU_ASSERT(meet("crash{}") == SESSION_OVER);
  // Under the address sanitizer the signal ends as a status.
  CU_ASSERT(strstr(session.said, "while counter handled crash{}") != NULL);
  CU_ASSERT(session.ending.bad);
  CU_ASSERT(session_step(&session) == SESSION_OVER);
  session_goto(&session, 2);
  CU_ASSERT(session_send(&session, counter_ref(), "inc 8") == SESSION_OK);
  end();
}

static void an_endless_handler_is_stopped_and_named(void) {
  begin(7);
  session.engine.patience_ms = 200;
  CU_ASSERT(meet("loop{}") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "did not return") != NULL);
  CU_ASSERT(strstr(session.said, "counter handled loop{}") != NULL);
  end();
}

static void a_storm_of_events_is_no_progress(void) {
  begin(7);
  session.engine.endurance_ms = 300;
  CU_ASSERT(meet("storm{}") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "did not return") != NULL);
  end();
}

static void a_storm_of_events_fills_the_tape_and_stops(void) {
  begin(7);
  session.tape.limit_bytes = 1 << 20;
  CU_ASSERT(meet("storm{}") == SESSION_LIMIT);
  end();
}

static void a_flood_of_output_is_stopped_and_bounded(void) {
  begin(7);
  CU_ASSERT(meet("flood{}") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "64 MiB") != NULL ||
            strstr(session.said, "did not return") != NULL);
  CU_ASSERT(session.output.bytes <= OUTPUT_KEPT);
  end();
}

static void a_stream_that_is_none_ends_the_child(void) {
  begin(7);
  CU_ASSERT(meet("babble{}") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "control stream") != NULL);
  end();
}

static void an_exit_in_a_handler_is_named(void) {
  begin(7);
  CU_ASSERT(meet("exit{}") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "exited with status 3") != NULL);
  end();
}

// The program on the library that does what it is told.
static SessionOutcome tell_unruly(const char *message) {
  session_init(&session, test_program("unruly"), "unruly", 1);
  session.engine.memory_limit = (u64)300 << 20;
  session.engine.patience_ms = 20000;
  CU_ASSERT(session_start(&session, 1) == SESSION_OK);
  u64 actor = model_find(&session.model, "unruly", NULL)->ref;
  CU_ASSERT(session_step(&session) == SESSION_OK);
  CU_ASSERT(session_step(&session) == SESSION_OK);
  CU_ASSERT(session_send(&session, actor, message) == SESSION_OK);
  SessionOutcome outcome = session_step(&session);
  return outcome == SESSION_OK ? session_step(&session) : outcome;
}

static void a_program_that_eats_memory_is_stopped_at_the_bound(void) {
  CU_ASSERT(tell_unruly("eat") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "more than 300 MiB of memory") != NULL);
  CU_ASSERT(strstr(session.said, "unruly handled eat") != NULL);
  end();
}

static void a_process_left_behind_does_not_hide_the_exit(void) {
  CU_ASSERT(tell_unruly("fork") == SESSION_OVER);
  CU_ASSERT(strstr(session.said, "exited with status 0") != NULL);
  end();
}

static void an_exit_in_a_handler_is_bad_with_any_status(void) {
  CU_ASSERT(tell_unruly("leave") == SESSION_OVER);
  CU_ASSERT(session.ending.bad);
  CU_ASSERT(strstr(session.said, "unruly handled leave") != NULL);
  end();
}

static void what_is_printed_comes_without_control_characters(void) {
  CU_ASSERT(tell_unruly("print") == SESSION_OK);
  size_t count = output_count(&session.output, session_cursor(&session));
  CU_ASSERT(count >= 1);
  for (size_t i = 0; i < count; i++) {
    for (const char *at = output_line(&session.output, i); *at != '\0'; at++) {
      CU_ASSERT((u8)*at >= 0x20 && *at != 0x7F);
    }
  }
  CU_ASSERT(strstr(output_line(&session.output, 0), "said ^[[2J") != NULL ||
            strstr(output_line(&session.output, 1), "said ^[[2J") != NULL);
  end();
}

static bool look_once(void *context) {
  Text whom = {0};
  ending_whom(&session, &whom);
  bool told = strstr(text_of(&whom), "unruly handles loop") != NULL;
  text_release(&whom);
  *(int *)context += told;
  return !told;
}

static void who_waits_can_look_about_and_leave(void) {
  int looks = 0;
  session_init(&session, test_program("unruly"), "unruly", 1);
  session.engine.patience_ms = 60000;
  session.engine.on_wait = look_once;
  session.engine.wait_context = &looks;
  CU_ASSERT(session_start(&session, 1) == SESSION_OK);
  u64 actor = model_find(&session.model, "unruly", NULL)->ref;
  CU_ASSERT(session_send(&session, actor, "loop") == SESSION_OK);
  SessionOutcome outcome = SESSION_OK;
  while (outcome == SESSION_OK) {
    outcome = session_step(&session);
  }
  CU_ASSERT(outcome == SESSION_INTERRUPTED);
  CU_ASSERT(looks == 1);
  end();
}

static void a_check_remembers_its_first_failure_and_forgets_it_when_cut(void) {
  begin(7);
  session_check(&session, "small", &(Rule){.source = "counter.count < 10"});
  run();
  CheckItem *check = checks_find(&session.checks, "small");
  CU_ASSERT(check->has_failed);
  CU_ASSERT(check_verdict(check, 0) == CHECK_HOLDS);
  CU_ASSERT(check_verdict(check, session_last(&session)) == CHECK_FAILED);
  // The same check, typed after the fact, has the same verdict.
  u64 failed = check->failed;
  session_check(&session, "late", &(Rule){.source = "counter.count < 10"});
  CU_ASSERT(checks_find(&session.checks, "late")->failed == failed);
  session_goto(&session, 0);
  CU_ASSERT(session_send(&session, counter_ref(), "inc 1") == SESSION_OK);
  CU_ASSERT(!checks_find(&session.checks, "small")->has_failed);
  end();
}

static void a_missing_program_is_told(void) {
  session_init(&session, "/nowhere/at/all", "all", 1);
  CU_ASSERT(session_start(&session, 1) == SESSION_MISSING);
  CU_ASSERT(strstr(session.said, "cannot run /nowhere/at/all") != NULL);
  end();
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_run_ends_quiet_with_the_state_it_should_have),
      CASE(going_back_needs_no_child),
      CASE(a_message_from_the_watcher_is_a_step),
      CASE(acting_in_the_past_replays_and_drops_the_future),
      CASE(a_refused_command_in_the_past_keeps_the_future),
      CASE(the_recorded_choice_only_moves_the_cursor),
      CASE(a_program_that_does_not_repeat_itself_is_told),
      CASE(a_crash_is_named_and_leaves_the_tape),
      CASE(an_endless_handler_is_stopped_and_named),
      CASE(a_storm_of_events_is_no_progress),
      CASE(a_storm_of_events_fills_the_tape_and_stops),
      CASE(a_flood_of_output_is_stopped_and_bounded),
      CASE(a_stream_that_is_none_ends_the_child),
      CASE(an_exit_in_a_handler_is_named),
      CASE(a_check_remembers_its_first_failure_and_forgets_it_when_cut),
      CASE(a_program_that_eats_memory_is_stopped_at_the_bound),
      CASE(a_process_left_behind_does_not_hide_the_exit),
      CASE(an_exit_in_a_handler_is_bad_with_any_status),
      CASE(what_is_printed_comes_without_control_characters),
      CASE(who_waits_can_look_about_and_leave),
      CASE(a_missing_program_is_told),
      CU_TEST_INFO_NULL};
  return run_suite("sim_session", cases);
}
