// Tests of drain phases: in order, each with its deadline, and who was forced.
#include <stdatomic.h>
#include <string.h>

#include "base/thread.h"
#include "ways.h"

#define SINK(M)                                           \
  M(SINK_NOTE, sink, note, , )                            \
  M(SINK_CLING, sink, cling, (ref(Sink), to), )           \
  M(SINK_WAIT, sink, wait, , (i64, never))                \
  M(SINK_WAITED, sink, waited, REPLY_HEAD(i64, never), )  \
  M(SINK_PASS, sink, pass, (ref(Sink), to)(i64, notes), ) \
  M(SINK_BLOCK, sink, block, , )
REF(Sink, sink)
PROTOCOL_AFTER_REF(Sink, sink, SINK)
STATE(SinkState, (i64, number)(i64, notes)(private(Request *), kept))
ACTOR_WITH_ENDS(Sink, sink, SinkState, opens, closes, sinking)

static atomic_int ends;      // how many have ended
static atomic_int order[8];  // the how-manieth each was, by number
static atomic_int notes[8];
static atomic_bool blocked;  // a handler does not return
static Mutex gate;

static void opens(SinkState *self) {
  (void)self;
}

static void closes(SinkState *self, StopReason reason) {
  (void)reason;
  atomic_store(&order[self->number], atomic_fetch_add(&ends, 1) + 1);
  atomic_store(&notes[self->number], (int)self->notes);
}

static void sinking(SinkState *self, const SinkMsg *message) {
  switch (message->kind) {
    case SINK_NOTE:
      self->notes++;
      break;
    case SINK_CLING:  // and handles no stop from then on
      CHECK(sink_hold_wait_as(message->cling.to, sink_waited, NEVER) != 0);
      break;
    case SINK_WAIT:
      self->kept = request_take();
      break;
    case SINK_WAITED:
      break;
    case SINK_PASS:
      for (i64 i = 0; i < message->pass.notes; i++) {
        ignore(sink_tell_note(message->pass.to));
      }
      break;
    case SINK_BLOCK:
      atomic_store(&blocked, true);
      mutex_lock(&gate);
      mutex_unlock(&gate);
      break;
  }
}

static System *start(void) {
  atomic_store(&ends, 0);
  atomic_store(&blocked, false);
  return start_system();
}

static const char *const labels[] = {"zero", "one", "two", "three"};

static SinkRef new_sink(System *system, int number) {
  SinkRef sink =
      sink_spawn(system, labels[number], (SinkState){.number = number});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(sink.ref), SPAWN_OK);
  return sink;
}

static void cling(System *system, SinkRef sink, SinkRef to) {
  CU_ASSERT_EQUAL(sink_tell_cling(sink, to), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

UNDER_ALL(phases_end_one_after_the_other) {
  System *system = start();
  Ref refs[4];
  for (int i = 0; i < 4; i++) {
    refs[i] = new_sink(system, i).ref;
  }
  const DrainPhase phases[] = {{"first", &refs[2], 1, PATIENCE},
                               {"second", &refs[0], 2, PATIENCE},
                               {"last", NULL, 0, PATIENCE}};
  DrainReport report;
  CU_ASSERT_EQUAL(drain_run(system, phases, 3, &report), SYSTEM_CLEAN);
  CU_ASSERT_EQUAL(report.forced, 0);
  CU_ASSERT_STRING_EQUAL(report.names, "");
  CU_ASSERT_EQUAL(atomic_load(&order[2]), 1);
  CU_ASSERT_EQUAL(atomic_load(&order[3]), 4);
}

// What a phase still sends reaches the next one before that is stopped.
UNDER_ALL(a_phase_still_works_for_the_next) {
  System *system = start();
  SinkRef doors = new_sink(system, 0);
  SinkRef books = new_sink(system, 1);
  for (int i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(sink_tell_pass(doors, books, 10), TELL_OK);
  }
  const DrainPhase phases[] = {{"doors", &doors.ref, 1, PATIENCE},
                               {"books", &books.ref, 1, PATIENCE}};
  CU_ASSERT_EQUAL(drain_run(system, phases, 2, NULL), SYSTEM_CLEAN);
  CU_ASSERT_EQUAL(atomic_load(&notes[1]), 50);
}

UNDER_ALL(who_does_not_end_in_time_is_forced_and_named) {
  System *system = start();
  SinkRef sinks[4];
  for (int i = 0; i < 4; i++) {
    sinks[i] = new_sink(system, i);
  }
  cling(system, sinks[1], sinks[3]);
  const Ref middle[] = {sinks[0].ref, sinks[1].ref};
  const DrainPhase phases[] = {{"doors", &sinks[2].ref, 1, PATIENCE},
                               {"middle", middle, 2, after_ms(20)},
                               {"rest", NULL, 0, PATIENCE}};
  DrainReport report;
  CU_ASSERT_EQUAL(drain_run(system, phases, 3, &report), SYSTEM_KILLED);
  CU_ASSERT_EQUAL(report.forced, 1);
  CU_ASSERT_STRING_EQUAL(report.names, "middle: one");
  CU_ASSERT_EQUAL(atomic_load(&order[3]), 4);
}

UNDER_ALL(the_last_phase_forces_too) {
  System *system = start();
  SinkRef sinks[4];
  for (int i = 0; i < 4; i++) {
    sinks[i] = new_sink(system, i);
  }
  cling(system, sinks[0], sinks[3]);
  cling(system, sinks[1], sinks[0]);
  const DrainPhase phases[] = {{"doors", &sinks[0].ref, 1, after_ms(20)},
                               {"rest", NULL, 0, after_ms(20)}};
  DrainReport report;
  // Forced, the first lets the other go; which is not forced, or is.
  CU_ASSERT_EQUAL(drain_run(system, phases, 2, &report), SYSTEM_KILLED);
  CU_ASSERT_EQUAL(report.forced, 1);
  CU_ASSERT_STRING_EQUAL(report.names, "doors: zero");
}

static SystemOutcome stop_plainly(System *system, Deadline deadline) {
  return system_stop(system, deadline);
}

static SystemOutcome stop_in_one_phase(System *system, Deadline deadline) {
  DrainReport report;
  const DrainPhase phase = {"all", NULL, 0, deadline};
  SystemOutcome outcome = drain_run(system, &phase, 1, &report);
  CU_ASSERT_EQUAL(report.forced, outcome == SYSTEM_KILLED ? 2 : 0);
  CU_ASSERT(outcome != SYSTEM_KILLED ||
            strcmp(report.names, "all: three, one") == 0);
  return outcome;
}

UNDER_ALL(one_phase_is_what_stopping_the_system_is) {
  SystemOutcome (*const ways[])(System * system, Deadline deadline) = {
      stop_plainly, stop_in_one_phase};
  for (int clings = 0; clings < 2; clings++) {
    SystemOutcome outcomes[2];
    for (int i = 0; i < 2; i++) {
      System *system = start();
      SinkRef sinks[4];
      for (int k = 0; k < 4; k++) {
        sinks[k] = new_sink(system, k);
      }
      if (clings == 1) {  // two that wait for one that was stopped before
        SinkRef keeper = new_sink(system, 2);
        cling(system, sinks[1], keeper);
        cling(system, sinks[3], sinks[1]);
      }
      outcomes[i] = ways[i](system, after_ms(clings == 1 ? 20 : 20000));
      CU_ASSERT_EQUAL(atomic_load(&ends), 4 + clings);
    }
    CU_ASSERT_EQUAL(outcomes[0], outcomes[1]);
  }
}

UNDER_ALL(who_has_ended_or_is_nobody_harms_no_phase) {
  System *system = start();
  SinkRef one = new_sink(system, 1);
  actor_kill(one.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(one.ref, &reason, PATIENCE), END_OK);
  const Ref refs[] = {one.ref, NOBODY, new_sink(system, 2).ref, one.ref};
  const DrainPhase phases[] = {{"first", refs, 4, PATIENCE},
                               {"empty", NULL, 0, NOW},
                               {"last", refs, 4, PATIENCE}};
  DrainReport report;
  CU_ASSERT_EQUAL(drain_run(system, phases, 3, &report), SYSTEM_CLEAN);
  CU_ASSERT_EQUAL(report.forced, 0);
}

static void who_does_not_return_is_stuck_and_the_other_phases_run(void) {
  mutex_init(&gate);
  mutex_lock(&gate);
  atomic_store(&ends, 0);
  atomic_store(&blocked, false);
  System *system = system_start(&(SystemOptions){.dispatcher = &run_threads});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  SinkRef one = new_sink(system, 1);
  SinkRef two = new_sink(system, 2);
  CU_ASSERT_EQUAL(sink_tell_block(one), TELL_OK);
  wait_until(atomic_load(&blocked), PATIENCE);
  const DrainPhase phases[] = {{"first", &one.ref, 1, after_ms(1)},
                               {"second", &two.ref, 1, after_ms(2000)},
                               {"last", NULL, 0, after_ms(1)}};
  DrainReport report;
  CU_ASSERT_EQUAL(drain_run(system, phases, 3, &report), SYSTEM_STUCK);
  CU_ASSERT_STRING_EQUAL(report.names, "first: one; last: one");
  CU_ASSERT_EQUAL(atomic_load(&order[2]), 1);
  mutex_unlock(&gate);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
  mutex_release(&gate);
}

STEPPED(draining_needs_no_memory) {
  System *system = start();
  SinkRef one = new_sink(system, 1);
  SinkRef two = new_sink(system, 2);
  cling(system, one, two);
  const DrainPhase phases[] = {{"first", &one.ref, 1, after_ms(1)},
                               {"last", NULL, 0, PATIENCE}};
  memory_ends_after(0);
  SystemOutcome outcome = drain_run(system, phases, 2, NULL);
  CU_ASSERT(memory_is_back());  // notices were asked for, and done without
  CU_ASSERT_EQUAL(outcome, SYSTEM_KILLED);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(phases_end_one_after_the_other),
      CASE(a_phase_still_works_for_the_next),
      CASE(who_does_not_end_in_time_is_forced_and_named),
      CASE(the_last_phase_forces_too),
      CASE(one_phase_is_what_stopping_the_system_is),
      CASE(who_has_ended_or_is_nobody_harms_no_phase),
      CASE(who_does_not_return_is_stuck_and_the_other_phases_run),
      CASE(draining_needs_no_memory),
      CU_TEST_INFO_NULL};
  return run_suite("drain", cases);
}
