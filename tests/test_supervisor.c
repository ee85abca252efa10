// Tests of supervisors: the order of starts and ends, the four strategies,
// intensity, escalation, back-off, and children that come and go.
#include "acting/runtime.h"
#include "base/mem.h"
#include "pupil.h"
#include "ways.h"

// ---- Order ----

UNDER_ALL(children_start_in_order_and_end_in_reverse) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  must_have_done(&class, "+1 +2 +3");
  close_class(&class, "+1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(it_has_started_when_all_its_children_have) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  for (size_t i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(look_at_child(class.supervisor, i).state, CHILD_RUNNING);
  }
  CU_ASSERT_EQUAL(count_of(class.supervisor).running, 3);
  close_class(&class, "+1 +2 +3 -3s -2s -1s");
}

typedef struct Told {
  char state[256];  // of the last supervisor that started or handled something
} Told;

static void listen(void *context, const Event *event) {
  Told *told = context;
  bool state = event->kind == EVENT_STARTED || event->kind == EVENT_HANDLED;
  if (state && event->text != NULL && strstr(event->text, "strategy") != NULL) {
    snprintf(told->state, sizeof told->state, "%s", event->text);
  }
}

STEPPED(who_watches_is_told_its_strategy_and_intensity) {
  Class class;
  Told told = {.state = ""};
  prepare_class(&class, REST_FOR_ONE, 2);
  class.options.intensity = 4;
  class.options.period_ms = 1500;
  class.system = system_start(&(SystemOptions){
      .dispatcher = &run_stepper, .listener = listen, .context = &told});
  SupervisorRef supervisor =
      supervisor_spawn(class.system, "s", &class.options);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  CU_ASSERT(strstr(told.state,
                   "restarts: 0, strategy: rest_for_one, intensity: 4, "
                   "period_ms: 1500") != NULL);
  stop_system(class.system);
  mutex_release(&class.diary.lock);
}

UNDER_ALL(without_children_it_starts_and_ends_at_once) {
  static const SupervisorOptions none = {.count = 0};
  System *system = start_system();
  SupervisorRef supervisor = supervise(system, &none);
  CU_ASSERT_EQUAL(count_of(supervisor).children, 0);
  actor_stop(supervisor.ref);
  CU_ASSERT_EQUAL(must_end(supervisor.ref), STOPPED_NORMAL);
  stop_system(system);
}

UNDER_ALL(a_first_start_that_fails_ends_those_before_it_and_the_supervisor) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  atomic_store(&class.diary.bad_starts[2], 1);  // a second try would do
  class.system = start_system();
  class.supervisor =
      supervisor_spawn(class.system, "supervisor", &class.options);
  CU_ASSERT_EQUAL(actor_wait_started(class.supervisor.ref, PATIENCE),
                  START_FAILED);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  close_class(&class, "+1 !2 -1s");
}

UNDER_ALL(ended_while_it_starts_it_ends_what_it_has_started) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  for (int i = 0; i < 2; i++) {
    Class class;
    prepare_class(&class, ONE_FOR_ONE, 3);
    class.system = start_system();
    class.supervisor =
        supervisor_spawn(class.system, "supervisor", &class.options);
    ends[i](class.supervisor.ref);
    CU_ASSERT_EQUAL(must_end(class.supervisor.ref),
                    i == 0 ? STOPPED_NORMAL : STOPPED_KILLED);
    stop_system(class.system);
    must_balance(&class);
  }
}

UNDER_ALL(who_watches_a_supervisor_hears_of_its_end_after_its_children) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  PupilRef watcher = pupil_spawn(class.system, "watcher", (PupilState){0});
  for (int i = 1; i <= 3; i++) {
    CU_ASSERT_EQUAL(pupil_tell_watch(watcher, any(class.pupils[i])), TELL_OK);
  }
  CU_ASSERT_EQUAL(pupil_tell_watch(watcher, (AnyRef){class.supervisor.ref}),
                  TELL_OK);
  must_be_quiet(class.system);
  actor_stop(class.supervisor.ref);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 4);
  CU_ASSERT(ref_equal(look_at(watcher).down.ref, class.supervisor.ref));
  close_class(&class, "+1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(the_end_of_one_it_is_linked_to_ends_it_in_order) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  PupilRef linked = pupil_spawn(class.system, "linked", (PupilState){0});
  CU_ASSERT_EQUAL(pupil_tell_link(linked, (AnyRef){class.supervisor.ref}),
                  TELL_OK);
  must_be_quiet(class.system);
  must_fail(linked);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_LINK);
  close_class(&class, "+1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(killed_it_kills_its_children) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  actor_kill(class.supervisor.ref);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_KILLED);
  for (int i = 1; i <= 3; i++) {
    CU_ASSERT_EQUAL(must_end(class.pupils[i].ref), STOPPED_KILLED);
  }
  stop_system(class.system);
  CU_ASSERT_EQUAL(strlen(class.diary.text), 3 * 3 + 3 * 4 - 1);
  mutex_release(&class.diary.lock);
}

UNDER_ALL(a_child_that_does_not_end_in_time_is_killed) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.specs[2].stop_ms = 1;
  open_class(&class);
  must_be_deaf(&class, class.pupils[2]);
  actor_stop(class.supervisor.ref);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(class.pupils[2].ref), STOPPED_KILLED);
  close_class(&class, "+1 +2 +3 -3s -2k -1s");
}

UNDER_ALL(a_child_can_be_ended_by_a_kill_at_once) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.specs[2].stop_ms = STOP_BY_KILL;
  open_class(&class);
  must_be_deaf(&class, class.pupils[2]);
  close_class(&class, "+1 +2 +3 -3s -2k -1s");
}

UNDER_ALL(while_its_children_end_it_answers) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.specs[2].stop_ms = STOP_UNLIMITED;
  open_class(&class);
  must_be_deaf(&class, class.pupils[2]);
  // A child of it asks: new mail from outside is refused after the stop.
  PupilRef one = class.pupils[1];
  actor_stop(class.supervisor.ref);
  CU_ASSERT_EQUAL(must_end(class.pupils[3].ref), STOPPED_SUPERVISOR);
  CU_ASSERT(actor_is_alive(one.ref));
  CU_ASSERT_EQUAL(look_at(one).sum, 0);
  CU_ASSERT(actor_is_alive(class.supervisor.ref));
  actor_kill(class.pupils[2].ref);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_NORMAL);
  close_class(&class, "+1 +2 +3 -3s -2k -1s");
}

UNDER_ALL(a_system_kills_at_its_deadline_what_does_not_end) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.specs[1].stop_ms = STOP_UNLIMITED;
  open_class(&class);
  PupilRef keeper = pupil_spawn(class.system, "keeper", (PupilState){0});
  CU_ASSERT_EQUAL(pupil_tell_ask(class.pupils[1], keeper, true), TELL_OK);
  must_be_quiet(class.system);
  // The keeper ends first and answers; so nobody has to be killed.
  CU_ASSERT_EQUAL(system_stop(class.system, PATIENCE), SYSTEM_CLEAN);
  must_have_done(&class, "+1 +2 -2s -1s");
  mutex_release(&class.diary.lock);
}

// ---- Strategies ----

UNDER_ALL(one_for_one_restarts_the_one) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  must_fail(class.pupils[2]);
  must_be_quiet(class.system);
  close_class(&class, "+1 +2 +3 -2f +2 -3s -2s -1s");
}

UNDER_ALL(one_for_all_ends_the_others_in_reverse_and_starts_all_in_order) {
  Class class;
  start_class(&class, ONE_FOR_ALL);
  must_fail(class.pupils[2]);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).restarts, 1);
  close_class(&class, "+1 +2 +3 -2f -3s -1s +1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(rest_for_one_restarts_it_and_those_after_it) {
  Class class;
  start_class(&class, REST_FOR_ONE);
  must_fail(class.pupils[2]);
  must_be_quiet(class.system);
  close_class(&class, "+1 +2 +3 -2f -3s +2 +3 -3s -2s -1s");
}

UNDER_ALL(siblings_keep_their_references_and_what_waits) {
  Class class;
  start_class(&class, ONE_FOR_ALL);
  must_be_deaf(&class, class.pupils[3]);
  CU_ASSERT_EQUAL(pupil_tell_add(class.pupils[3], 4), TELL_OK);
  must_fail(class.pupils[1]);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(class.pupils[3]).sum, 4);
  CU_ASSERT_EQUAL(look_at(class.pupils[3]).starts, 1);
  close_class(&class, "+1 +2 +3 -1f -3s -2s +1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(a_temporary_sibling_is_ended_and_forgotten) {
  Class class;
  prepare_class(&class, ONE_FOR_ALL, 3);
  class.specs[3].restart = RESTART_TEMPORARY;
  class.specs[1].restart = RESTART_TRANSIENT;
  open_class(&class);
  must_fail(class.pupils[2]);
  CU_ASSERT_EQUAL(must_end(class.pupils[3].ref), STOPPED_SUPERVISOR);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).children, 2);
  close_class(&class, "+1 +2 +3 -2f -3s -1s +1 +2 -2s -1s");
}

UNDER_ALL(a_normal_end_of_a_transient_child_restarts_nobody) {
  Class class;
  prepare_class(&class, ONE_FOR_ALL, 3);
  class.specs[2].restart = RESTART_TRANSIENT;
  open_class(&class);
  CU_ASSERT_EQUAL(pupil_tell_exit(class.pupils[2]), TELL_OK);
  CU_ASSERT_EQUAL(must_end(class.pupils[2].ref), STOPPED_NORMAL);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).children, 2);
  CU_ASSERT_EQUAL(count_of(class.supervisor).restarts, 0);
  close_class(&class, "+1 +2 +3 -2n -3s -1s");
}

UNDER_ALL(siblings_that_end_by_themselves_meanwhile_are_restarted_once) {
  const Strategy strategies[] = {ONE_FOR_ALL, REST_FOR_ONE, ONE_FOR_ONE};
  for (int i = 0; i < 3; i++) {
    Class class;
    start_class(&class, strategies[i]);
    for (int k = 1; k <= 3; k++) {
      must_fail(class.pupils[k]);
    }
    actor_kill(class.pupils[2].ref);
    must_be_quiet(class.system);
    CU_ASSERT_EQUAL(count_of(class.supervisor).running, 3);
    for (int k = 1; k <= 3; k++) {
      CU_ASSERT_EQUAL(look_at(class.pupils[k]).starts, 1);
    }
    stop_system(class.system);
    mutex_release(&class.diary.lock);
  }
}

UNDER_ALL(simple_children_come_alone_and_end_all_at_once) {
  Class class;
  prepare_class(&class, SIMPLE_ONE_FOR_ONE, 3);
  class.options.count = 0;
  class.system = start_system();
  class.supervisor = supervise(class.system, &class.options);
  for (int i = 1; i <= 3; i++) {
    class.specs[i].stop_ms = STOP_UNLIMITED;
    class.pupils[i] = ADD_CHILD(pupil, class.supervisor, &class.specs[i]);
    CU_ASSERT_EQUAL(actor_wait_started(class.pupils[i].ref, PATIENCE),
                    START_OK);
  }
  must_be_deaf(&class, class.pupils[3]);
  actor_stop(class.supervisor.ref);
  // The last is deaf, and the first ends all the same.
  CU_ASSERT_EQUAL(must_end(class.pupils[1].ref), STOPPED_SUPERVISOR);
  CU_ASSERT_EQUAL(must_end(class.pupils[2].ref), STOPPED_SUPERVISOR);
  CU_ASSERT(actor_is_alive(class.pupils[3].ref));
  actor_kill(class.pupils[3].ref);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_NORMAL);
  stop_system(class.system);
  mutex_release(&class.diary.lock);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(children_start_in_order_and_end_in_reverse),
      CASE(it_has_started_when_all_its_children_have),
      CASE(who_watches_is_told_its_strategy_and_intensity),
      CASE(without_children_it_starts_and_ends_at_once),
      CASE(a_first_start_that_fails_ends_those_before_it_and_the_supervisor),
      CASE(ended_while_it_starts_it_ends_what_it_has_started),
      CASE(who_watches_a_supervisor_hears_of_its_end_after_its_children),
      CASE(the_end_of_one_it_is_linked_to_ends_it_in_order),
      CASE(killed_it_kills_its_children),
      CASE(a_child_that_does_not_end_in_time_is_killed),
      CASE(a_child_can_be_ended_by_a_kill_at_once),
      CASE(while_its_children_end_it_answers),
      CASE(a_system_kills_at_its_deadline_what_does_not_end),
      CASE(one_for_one_restarts_the_one),
      CASE(one_for_all_ends_the_others_in_reverse_and_starts_all_in_order),
      CASE(rest_for_one_restarts_it_and_those_after_it),
      CASE(siblings_keep_their_references_and_what_waits),
      CASE(a_temporary_sibling_is_ended_and_forgotten),
      CASE(a_normal_end_of_a_transient_child_restarts_nobody),
      CASE(siblings_that_end_by_themselves_meanwhile_are_restarted_once),
      CASE(simple_children_come_alone_and_end_all_at_once),
      CU_TEST_INFO_NULL,
  };
  return run_suite("supervisor", cases);
}
