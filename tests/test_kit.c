// Tests of the kit with which users test their actors.
#include <stdlib.h>
#include <string.h>

#include "proving/faults.h"
#include "proving/kit.h"
#include "proving/seeds.h"
#include "support.h"
#include "troupe.h"

#define TILL(M)                                            \
  M(TILL_ADD, till, add, (i64, amount), (i64, sum))        \
  M(TILL_PASS, till, pass, (ref(Till), to)(i64, amount), ) \
  M(TILL_LATER, till, later, (i64, amount)(i64, ms), )     \
  M(TILL_READ, till, read, (ref(Till), from), )            \
  M(TILL_SEEN, till, seen, REPLY_HEAD(i64, sum), )         \
  M(TILL_DRAW, till, draw, , )                             \
  M(TILL_WATCH, till, watch, (ref(Till), whom), )          \
  M(TILL_LOST, till, lost, DOWN_HEAD, )                    \
  M(TILL_GROW, till, grow, (ref(Till), of), (enum(SpawnOutcome), how))
REF(Till, till)
PROTOCOL_AFTER_REF(Till, till, TILL)
STATE(TillState, (i64, sum)(i64, expected))
ACTOR(Till, till, TillState, counting)

static void counting(TillState *self, const TillMsg *message) {
  switch (message->kind) {
    case TILL_ADD:
      self->sum += message->add.amount;
      till_reply_add(self->sum);
      break;
    case TILL_PASS:
      ignore(till_tell_add(message->pass.to, message->pass.amount));
      break;
    case TILL_LATER:
      ignore(till_tell_add_after(till_self(), message->later.amount,
                                 after_ms(message->later.ms)));
      break;
    case TILL_READ:
      // Reads, and writes what it has read plus one: somebody may come between.
      ignore(till_ask_add_as(message->read.from, 0, till_seen, NEVER));
      break;
    case TILL_SEEN:
      self->expected = message->seen.sum + 1;
      break;
    case TILL_DRAW:
      self->sum = (i64)(actor_random() % 8);
      break;
    case TILL_WATCH:
      CHECK(actor_monitor(message->watch.whom.ref, till_lost) != 0);
      break;
    case TILL_LOST:
      break;
    case TILL_GROW:
      till_reply_grow(
          spawn_outcome(till_spawn(actor_system(), "more", *self).ref));
      break;
  }
}

static TillRef new_till(Kit *kit, const char *label) {
  return till_spawn(kit_system(kit), label, (TillState){0});
}

static void one_actor_alone_handles_one_message(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  ignore(till_tell_add(till, 8));
  ignore(till_tell_add(till, 5));
  CU_ASSERT(kit_handle(kit, till.ref));
  CU_ASSERT(kit_saw(kit, "handled till * add {sum: 8, expected: 0}"));
  CU_ASSERT_FALSE(kit_saw(kit, "handled till * {sum: 13*"));
  CU_ASSERT(kit_handle(kit, till.ref));
  CU_ASSERT(kit_saw(kit, "handled till * {sum: 13*"));
  CU_ASSERT_FALSE(kit_handle(kit, till.ref));
  kit_free(kit);
}

static void what_it_sent_is_on_its_way_until_it_is_let_go(void) {
  Kit *kit = kit_new(1);
  TillRef first = new_till(kit, "first");
  TillRef second = new_till(kit, "second");
  ignore(till_tell_pass(first, second, 3));
  CU_ASSERT(kit_handle(kit, first.ref));
  CU_ASSERT(kit_saw(kit, "sent first -> second add{amount: 3}"));
  CU_ASSERT_EQUAL(kit_in_flight(kit, first.ref), 1);
  CU_ASSERT_FALSE(kit_saw(kit, "handled second*"));
  kit_run(kit);
  CU_ASSERT_EQUAL(kit_in_flight(kit, first.ref), 0);
  CU_ASSERT(kit_saw(kit, "handled second * {sum: 3*"));
  kit_free(kit);
}

static void time_passes_when_the_test_says_so(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  ignore(till_tell_later(till, 7, 60000));
  kit_run(kit);
  kit_advance(kit, after_ms(59999));
  CU_ASSERT_FALSE(kit_saw(kit, "handled till * {sum: 7*"));
  kit_advance(kit, after_ms(1));
  CU_ASSERT(kit_saw(kit, "handled till * {sum: 7*"));
  kit_free(kit);
}

static void eventually_waits_over_time_and_says_when_nothing_will_come(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  ignore(till_tell_later(till, 7, 60000));
  CU_ASSERT(kit_eventually(kit, "handled till * {sum: 7*"));
  CU_ASSERT_FALSE(kit_eventually(kit, "handled till * {sum: 14*"));
  kit_free(kit);
}

static void what_should_never_be_is_a_problem_with_its_step(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  kit_never(kit, "handled till * {sum: 13*");
  ignore(till_tell_add(till, 8));
  kit_run(kit);
  CU_ASSERT_PTR_NULL(kit_problem(kit));
  ignore(till_tell_add(till, 5));
  kit_run(kit);
  CU_ASSERT_PTR_NOT_NULL_FATAL(kit_problem(kit));
  CU_ASSERT_PTR_NOT_NULL(strstr(kit_problem(kit), "handled till"));
  kit_free(kit);
}

static void a_check_that_does_not_hold_names_its_line(void) {
  Kit *kit = kit_new(1);
  KIT_CHECK(kit, 1 + 1 == 2);
  CU_ASSERT_PTR_NULL(kit_problem(kit));
  KIT_CHECK(kit, 1 + 1 == 3);
  KIT_CHECK(kit, 1 + 1 == 4);
  CU_ASSERT_PTR_NOT_NULL_FATAL(kit_problem(kit));
  CU_ASSERT_PTR_NOT_NULL(strstr(kit_problem(kit), "test_kit.c:"));
  CU_ASSERT_PTR_NOT_NULL(strstr(kit_problem(kit), "1 + 1 == 3"));
  kit_free(kit);
}

static void a_handler_can_be_made_to_fail_once(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  TillRef other = new_till(kit, "other");
  fault_fail_next(till.ref, "as the test says");
  ignore(till_tell_add(till, 8));
  ignore(till_tell_add(other, 8));
  kit_run(kit);
  CU_ASSERT(kit_saw(kit, "failed till as the test says"));
  CU_ASSERT(kit_saw(kit, "stopped till failed"));
  CU_ASSERT(kit_saw(kit, "handled other * {sum: 8*"));
  kit_free(kit);
}

static void memory_can_be_made_to_run_out_and_the_tape_still_tells(void) {
  Kit *kit = kit_new(1);
  TillRef till = new_till(kit, "till");
  kit_run(kit);
  fault_no_memory(0);
  CU_ASSERT_EQUAL(till_tell_add(till, 1), TELL_NO_MEMORY);
  fault_memory_back();
  CU_ASSERT_EQUAL(till_tell_add(till, 1), TELL_OK);
  kit_run(kit);
  CU_ASSERT_EQUAL(kit_count(kit, "handled till * add *"), 1);
  CU_ASSERT_PTR_NULL(kit_problem(kit));
  kit_free(kit);
}

static void what_actors_say_is_on_the_tape(void) {
  Kit *kit = kit_new(1);
  say("hello\n");
  CU_ASSERT(kit_saw(kit, "output main hello\n"));
  kit_free(kit);
}

static void ask_for_nonsense(void *tape) {
  ignore(tape_count(tape, 0, "handeld till *"));
}

static void a_pattern_of_no_event_is_a_bug_of_the_test(void) {
  Tape *tape = tape_new();
  CU_ASSERT_PTR_NOT_NULL_FATAL(tape);
  CU_ASSERT(fails_a_check(ask_for_nonsense, tape));
  tape_free(tape);
}

// ---- Seeds ----

// Two add to the same till; only in some orders the first sees what the second
// has done.
static void two_writers(Kit *kit) {
  TillRef till = new_till(kit, "till");
  TillRef reader = new_till(kit, "reader");
  TillRef writer = new_till(kit, "writer");
  for (int i = 0; i < 3; i++) {
    ignore(till_tell_pass(writer, till, 1));
  }
  ignore(till_tell_read(reader, till));
  kit_run(kit);
  KIT_CHECK(kit, !kit_saw(kit, "handled reader * seen {sum: 0, expected: 3}"));
}

static void harmless(Kit *kit) {
  TillRef till = new_till(kit, "till");
  ignore(till_tell_add(till, 1));
  kit_run(kit);
  KIT_CHECK(kit, kit_saw(kit, "handled till * {sum: 1*"));
}

static void many_seeds_find_the_order_that_breaks_a_test(void) {
  char text[16384];
  Writer report = writer_over(text, sizeof text);
  SeedsVerdict verdict = seeds_run(two_writers, 200, &report);
  CU_ASSERT_FALSE(verdict.passed);
  CU_ASSERT_EQUAL(verdict.tried, verdict.seed + 1);
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "seed "));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "choices:"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "expected: 3"));
}

static void the_shortest_failing_run_needs_few_choices_and_runs_again(void) {
  char text[16384];
  Writer report = writer_over(text, sizeof text);
  SeedsVerdict verdict = seeds_run(two_writers, 200, &report);
  CU_ASSERT_FALSE_FATAL(verdict.passed);
  CU_ASSERT(verdict.needed < verdict.steps);
  size_t choices[256];
  size_t count = 0;
  const char *at = strstr(text, "choices:") + strlen("choices:");
  while (count < 256 && *at == ' ') {
    char *end;
    choices[count++] = strtoul(at, &end, 10);
    at = end;
  }
  CU_ASSERT_EQUAL(count, verdict.needed);
  Kit *kit = kit_replay(verdict.seed, choices, count);
  two_writers(kit);
  CU_ASSERT_PTR_NOT_NULL(kit_problem(kit));
  kit_free(kit);
}

static void a_test_that_always_holds_passes_all_seeds(void) {
  char text[256] = "";
  Writer report = writer_over(text, sizeof text);
  SeedsVerdict verdict = seeds_run(harmless, 50, &report);
  CU_ASSERT(verdict.passed);
  CU_ASSERT_EQUAL(verdict.tried, 50);
  CU_ASSERT_EQUAL(report.length, 0);
}

static void draws_no_three(Kit *kit) {
  TillRef till = new_till(kit, "till");
  KIT_CHECK(kit, till_tell_draw(till) == TELL_OK);
  kit_run(kit);
  KIT_CHECK(kit, !kit_saw(kit, "handled till * draw {sum: 3,*"));
}

static void a_run_that_fails_by_its_random_numbers_is_shortened_too(void) {
  char text[16384];
  Writer report = writer_over(text, sizeof text);
  SeedsVerdict verdict = seeds_run(draws_no_three, 200, &report);
  CU_ASSERT_FALSE(verdict.passed);
  CU_ASSERT_NOT_EQUAL(verdict.seed, 0);
  CU_ASSERT_EQUAL(verdict.needed, 0);
}

static void what_the_runtime_says_to_an_actor_is_no_message_of_its_own(void) {
  Kit *kit = kit_new(1);
  TillRef watcher = new_till(kit, "watcher");
  TillRef till = new_till(kit, "till");
  ignore(till_tell_watch(watcher, till));
  CU_ASSERT(kit_handle(kit, watcher.ref));
  ignore(till_tell_add(till, 8));
  CU_ASSERT(kit_handle(kit, till.ref));
  CU_ASSERT(kit_saw(kit, "handled till * add *"));
  CU_ASSERT_FALSE(kit_handle(kit, till.ref));
  kit_free(kit);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(one_actor_alone_handles_one_message),
      CASE(what_it_sent_is_on_its_way_until_it_is_let_go),
      CASE(time_passes_when_the_test_says_so),
      CASE(eventually_waits_over_time_and_says_when_nothing_will_come),
      CASE(what_should_never_be_is_a_problem_with_its_step),
      CASE(a_check_that_does_not_hold_names_its_line),
      CASE(a_handler_can_be_made_to_fail_once),
      CASE(memory_can_be_made_to_run_out_and_the_tape_still_tells),
      CASE(what_actors_say_is_on_the_tape),
      CASE(a_pattern_of_no_event_is_a_bug_of_the_test),
      CASE(many_seeds_find_the_order_that_breaks_a_test),
      CASE(the_shortest_failing_run_needs_few_choices_and_runs_again),
      CASE(a_run_that_fails_by_its_random_numbers_is_shortened_too),
      CASE(what_the_runtime_says_to_an_actor_is_no_message_of_its_own),
      CASE(a_test_that_always_holds_passes_all_seeds),
      CU_TEST_INFO_NULL};
  return run_suite("kit", cases);
}
