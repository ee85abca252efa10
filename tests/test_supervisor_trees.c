// Tests of supervisors over time and in trees: intensity, escalation, back-off,
// and children that come and go while it runs.
#include "acting/runtime.h"
#include "acting/table.h"
#include "base/mem.h"
#include "base/rng.h"
#include "pupil.h"
#include "ways.h"

// ---- Intensity ----

UNDER_ALL(one_restart_too_many_ends_it_and_its_children) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.options.intensity = 2;
  class.options.period_ms = A_LONG_TIME_MS;
  open_class(&class);
  for (int i = 0; i < 3; i++) {
    CU_ASSERT(actor_is_alive(class.supervisor.ref));
    must_fail(class.pupils[2]);
    ignore(system_run(class.system, PATIENCE));
  }
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  CU_ASSERT_EQUAL(must_end(class.pupils[2].ref), STOPPED_SUPERVISOR);
  close_class(&class, "+1 +2 +3 -2f +2 -2f +2 -2f -3s -1s");
}

UNDER_ALL(with_an_intensity_of_none_the_first_end_is_too_many) {
  Class class;
  prepare_class(&class, ONE_FOR_ALL, 2);
  class.options.intensity = 0;
  open_class(&class);
  must_fail(class.pupils[1]);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  close_class(&class, "+1 +2 -1f -2s");
}

UNDER_ALL(unless_told_otherwise_one_restart_in_five_seconds_is_allowed) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 1);
  class.options.intensity = 0;
  class.options.period_ms = 0;
  open_class(&class);
  must_fail(class.pupils[1]);
  must_be_quiet(class.system);
  CU_ASSERT(actor_is_alive(class.supervisor.ref));
  must_fail(class.pupils[1]);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  close_class(&class, "+1 -1f +1 -1f");
}

STEPPED(the_period_slides) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 1);
  class.options.intensity = 2;
  class.options.period_ms = 1000;
  open_class(&class);
  for (int i = 0; i < 10; i++) {  // never three within a second
    must_fail(class.pupils[1]);
    must_be_quiet(class.system);
    pass(class.supervisor, 501);
  }
  must_fail(class.pupils[1]);
  must_be_quiet(class.system);
  pass(class.supervisor, 400);
  must_fail(class.pupils[1]);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  stop_system(class.system);
  must_balance(&class);
}

UNDER_ALL(a_restart_that_fails_is_tried_again_and_counts) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.options.intensity = 3;
  class.options.period_ms = A_LONG_TIME_MS;
  open_class(&class);
  atomic_store(&class.diary.bad_starts[1], 2);
  must_fail(class.pupils[1]);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(class.pupils[1]).starts, 1);
  CU_ASSERT_EQUAL(count_of(class.supervisor).restarts, 3);
  must_fail(class.pupils[1]);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_FAILED);
  close_class(&class, "+1 +2 -1f !1 !1 +1 -1f -2s");
}

UNDER_ALL(in_a_group_a_restart_that_fails_begins_the_plan_again) {
  Class class;
  start_class(&class, ONE_FOR_ALL);
  atomic_store(&class.diary.bad_starts[2], 1);
  must_fail(class.pupils[3]);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).running, 3);
  close_class(&class, "+1 +2 +3 -3f -2s -1s +1 !2 -1s +1 +2 +3 -3s -2s -1s");
}

typedef struct Heard {
  char why[256];  // of the last failure
  u64 hash;       // of all events, but for references, which are never the same
} Heard;

static void listen(void *context, const Event *event) {
  Heard *heard = context;
  const Event shown = {.kind = event->kind,
                       .step = event->step,
                       .time = event->time,
                       .name = event->name,
                       .text = event->text};
  heard->hash = event_hash(heard->hash, &shown);
  if (event->kind == EVENT_FAILED) {
    snprintf(heard->why, sizeof heard->why, "%s", event->text);
  }
}

STEPPED(why_a_supervisor_failed_is_said_in_words) {
  Class class;
  Heard heard = {.hash = 0};
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.options.intensity = 0;
  const SystemOptions options = {
      .dispatcher = &run_stepper, .listener = listen, .context = &heard};
  for (int i = 0; i < 2; i++) {
    class.system = system_start(&options);
    atomic_store(&class.diary.bad_starts[2], i);
    SupervisorRef supervisor =
        supervisor_spawn(class.system, "s", &class.options);
    if (i == 0) {
      must_fail(child_of(supervisor, "two"));
    }
    CU_ASSERT_EQUAL(must_end(supervisor.ref), STOPPED_FAILED);
    CU_ASSERT_STRING_EQUAL(
        heard.why, i == 0 ? "more than 0 restarts in 1000 ms; the last: two, "
                            "failed"
                          : "two did not start: failed");
    stop_system(class.system);
  }
  mutex_release(&class.diary.lock);
}

// ---- Trees ----

// An outer supervisor over an inner one, with pupils 1 and 2, and pupil 3.
typedef struct Tree {
  Class class;
  SupervisorOptions inner;
  SupervisorState state;
  ChildSpec specs[2];
  SupervisorOptions outer;
  SupervisorRef root;
  SupervisorRef branch;
} Tree;

static void prepare_tree(Tree *tree) {
  prepare_class(&tree->class, ONE_FOR_ONE, 3);
  tree->inner = tree->class.options;
  tree->inner.count = 2;
  tree->inner.intensity = 0;
  tree->state = (SupervisorState){.options = &tree->inner};
  tree->specs[0] = (ChildSpec)CHILD(supervisor, "branch", &tree->state);
  tree->specs[1] = tree->class.specs[3];
  tree->outer = (SupervisorOptions){.strategy = ONE_FOR_ONE,
                                    .intensity = 1,
                                    .period_ms = A_LONG_TIME_MS,
                                    .children = tree->specs,
                                    .count = 2};
}

static void start_tree(Tree *tree) {
  prepare_tree(tree);
  tree->class.system = start_system();
  tree->root = supervise(tree->class.system, &tree->outer);
  tree->branch = (SupervisorRef){child_of(tree->root, "branch").ref};
}

UNDER_ALL(trees_start_depth_first_and_end_the_other_way_round) {
  Tree tree;
  start_tree(&tree);
  close_class(&tree.class, "+1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(a_start_that_fails_deep_in_a_tree_ends_the_tree) {
  Tree tree;
  prepare_tree(&tree);
  atomic_store(&tree.class.diary.bad_starts[2], 1);
  tree.class.system = start_system();
  tree.root = supervisor_spawn(tree.class.system, "root", &tree.outer);
  CU_ASSERT_EQUAL(actor_wait_started(tree.root.ref, PATIENCE), START_FAILED);
  close_class(&tree.class, "+1 !2 -1s");
}

UNDER_ALL(a_supervisor_that_gives_up_is_restarted_by_its_own) {
  Tree tree;
  start_tree(&tree);
  PupilRef one = child_of(tree.branch, "one");
  must_fail(one);
  must_be_quiet(tree.class.system);
  CU_ASSERT(!actor_is_alive(one.ref));
  CU_ASSERT(actor_is_alive(tree.branch.ref));
  PupilRef now = child_of(tree.branch, "one");
  CU_ASSERT(!ref_equal(now.ref, one.ref));
  CU_ASSERT_EQUAL(look_at(now).starts, 1);
  CU_ASSERT_EQUAL(count_of(tree.branch).children, 2);
  CU_ASSERT_EQUAL(count_of(tree.root).restarts, 1);
  close_class(&tree.class, "+1 +2 +3 -1f -2s +1 +2 -3s -2s -1s");
}

UNDER_ALL(what_escalates_too_often_ends_the_tree) {
  Tree tree;
  start_tree(&tree);
  must_fail(child_of(tree.branch, "one"));
  must_be_quiet(tree.class.system);
  must_fail(child_of(tree.branch, "one"));
  CU_ASSERT_EQUAL(must_end(tree.root.ref), STOPPED_FAILED);
  CU_ASSERT_EQUAL(system_run(tree.class.system, PATIENCE), RUN_EMPTY);
  close_class(&tree.class, "+1 +2 +3 -1f -2s +1 +2 -1f -2s -3s");
}

UNDER_ALL(children_that_were_added_are_forgotten_with_the_life) {
  Tree tree;
  start_tree(&tree);
  PupilRef added = ADD_CHILD(pupil, tree.branch, &tree.class.specs[3]);
  CU_ASSERT_EQUAL(actor_wait_started(added.ref, PATIENCE), START_OK);
  must_fail(child_of(tree.branch, "two"));
  must_be_quiet(tree.class.system);
  CU_ASSERT(!actor_is_alive(added.ref));
  CU_ASSERT_EQUAL(count_of(tree.branch).children, 2);
  close_class(&tree.class, "+1 +2 +3 +3 -2f -3s -1s +1 +2 -3s -2s -1s");
}

UNDER_ALL(a_killed_branch_lives_again_with_new_children) {
  Tree tree;
  start_tree(&tree);
  PupilRef one = child_of(tree.branch, "one");
  actor_kill(tree.branch.ref);
  must_be_quiet(tree.class.system);
  CU_ASSERT(!actor_is_alive(one.ref));
  CU_ASSERT(actor_is_alive(tree.branch.ref));
  CU_ASSERT_EQUAL(count_of(tree.branch).running, 2);
  stop_system(tree.class.system);
  must_balance(&tree.class);
}

UNDER_ALL(a_branch_that_does_not_end_in_time_is_killed_with_its_children) {
  Tree tree;
  prepare_tree(&tree);
  tree.class.specs[1].stop_ms = STOP_UNLIMITED;
  tree.specs[0].stop_ms = 1;
  tree.class.system = start_system();
  tree.root = supervise(tree.class.system, &tree.outer);
  tree.branch = (SupervisorRef){child_of(tree.root, "branch").ref};
  PupilRef one = child_of(tree.branch, "one");
  must_be_deaf(&tree.class, one);
  actor_stop(tree.root.ref);
  CU_ASSERT_EQUAL(must_end(tree.root.ref), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(one.ref), STOPPED_KILLED);
  stop_system(tree.class.system);
  must_balance(&tree.class);
}

UNDER_ALL(a_branch_is_suspended_whole_by_a_failing_sibling) {
  Tree tree;
  prepare_tree(&tree);
  tree.outer.strategy = ONE_FOR_ALL;
  tree.class.system = start_system();
  tree.root = supervise(tree.class.system, &tree.outer);
  must_fail(child_of(tree.root, "three"));
  must_be_quiet(tree.class.system);
  close_class(&tree.class, "+1 +2 +3 -3f -2s -1s +1 +2 +3 -3s -2s -1s");
}

// ---- Back-off ----

static void prepare_slow(Class *class) {
  prepare_class(class, ONE_FOR_ONE, 1);
  class->specs[1].back_off =
      (BackOff){.first_ms = 100, .most_ms = 300, .calm_ms = 1000};
}

// It stands still for `ms` and no longer.
static void must_wait(Class *class, i64 ms) {
  must_become(class->supervisor, 0, CHILD_DELAYED);
  pass(class->supervisor, ms - 1);
  CU_ASSERT_EQUAL(look_at_child(class->supervisor, 0).state, CHILD_DELAYED);
  pass(class->supervisor, 2);
  CU_ASSERT_EQUAL(look_at_child(class->supervisor, 0).state, CHILD_RUNNING);
}

STEPPED(the_wait_for_the_next_life_doubles_up_to_its_most) {
  Class class;
  prepare_slow(&class);
  open_class(&class);
  const i64 waits[] = {100, 200, 300, 300};
  for (int i = 0; i < 4; i++) {
    must_fail(class.pupils[1]);
    must_wait(&class, waits[i]);
  }
  stop_system(class.system);
  must_balance(&class);
}

STEPPED(a_calm_life_makes_the_wait_short_again) {
  Class class;
  prepare_slow(&class);
  open_class(&class);
  must_fail(class.pupils[1]);
  must_wait(&class, 100);
  must_fail(class.pupils[1]);
  must_wait(&class, 200);
  pass(class.supervisor, 1000);
  must_fail(class.pupils[1]);
  must_wait(&class, 100);
  stop_system(class.system);
  must_balance(&class);
}

STEPPED(a_restart_that_fails_makes_the_wait_longer) {
  Class class;
  prepare_slow(&class);
  open_class(&class);
  atomic_store(&class.diary.bad_starts[1], 1);
  must_fail(class.pupils[1]);
  must_become(class.supervisor, 0, CHILD_DELAYED);
  pass(class.supervisor, 101);
  must_wait(&class, 199);
  close_class(&class, "+1 -1f !1 +1 -1s");
}

UNDER_ALL(a_child_can_be_started_before_its_time) {
  Class class;
  prepare_slow(&class);
  class.specs[1].back_off.first_ms = A_LONG_TIME_MS;
  class.specs[1].back_off.most_ms = A_LONG_TIME_MS;
  open_class(&class);
  must_fail(class.pupils[1]);
  must_become(class.supervisor, 0, CHILD_DELAYED);
  CU_ASSERT_EQUAL(restart_it(class.supervisor, class.pupils[1].ref), CHILD_OK);
  must_be_quiet(class.system);  // nothing waits for that time any more
  close_class(&class, "+1 -1f +1 -1s");
}

UNDER_ALL(a_supervisor_ends_while_a_child_waits_for_its_time) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  for (int i = 0; i < 2; i++) {
    Class class;
    prepare_slow(&class);
    class.specs[1].back_off.first_ms = A_LONG_TIME_MS;
    class.specs[1].back_off.most_ms = A_LONG_TIME_MS;
    open_class(&class);
    must_fail(class.pupils[1]);
    must_become(class.supervisor, 0, CHILD_DELAYED);
    ends[i](class.supervisor.ref);
    CU_ASSERT_EQUAL(must_end(class.supervisor.ref),
                    i == 0 ? STOPPED_NORMAL : STOPPED_KILLED);
    CU_ASSERT_EQUAL(must_end(class.pupils[1].ref), STOPPED_SUPERVISOR);
    CU_ASSERT_EQUAL(system_run(class.system, PATIENCE), RUN_EMPTY);
    close_class(&class, "+1 -1f");
  }
}

UNDER_ALL(in_order_those_behind_wait_for_one_that_waits) {
  Class class;
  prepare_class(&class, REST_FOR_ONE, 3);
  class.specs[2].back_off.first_ms = A_LONG_TIME_MS;
  open_class(&class);
  must_fail(class.pupils[2]);
  must_become(class.supervisor, 2, CHILD_WAITING);
  CU_ASSERT_EQUAL(look_at_child(class.supervisor, 1).state, CHILD_DELAYED);
  CU_ASSERT_EQUAL(look_at_child(class.supervisor, 0).state, CHILD_RUNNING);
  CU_ASSERT_EQUAL(restart_it(class.supervisor, class.pupils[2].ref), CHILD_OK);
  must_become(class.supervisor, 2, CHILD_RUNNING);
  close_class(&class, "+1 +2 +3 -2f -3s +2 +3 -3s -2s -1s");
}

// ---- Coming and going ----

UNDER_ALL(a_child_that_is_added_is_the_last) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.options.count = 2;
  open_class(&class);
  PupilRef three = ADD_CHILD(pupil, class.supervisor, &class.specs[3]);
  CU_ASSERT_EQUAL(spawn_outcome(three.ref), SPAWN_OK);
  CU_ASSERT_EQUAL(pupil_tell_add(three, 3), TELL_OK);
  CU_ASSERT_EQUAL(actor_wait_started(three.ref, PATIENCE), START_OK);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(three).sum, 3);
  CU_ASSERT(ref_equal(child_of(class.supervisor, "three").ref, three.ref));
  must_fail(three);
  must_be_quiet(class.system);
  close_class(&class, "+1 +2 +3 -3f +3 -3s -2s -1s");
}

UNDER_ALL(a_handler_can_add_a_child_and_tell_it_at_once) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 1);
  open_class(&class);
  PupilRef teacher = pupil_spawn(class.system, "teacher", (PupilState){0});
  struct pupil_raise_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_raise(teacher, class.supervisor, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(actor_wait_started(reply.child.ref, PATIENCE), START_OK);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(reply.child).sum, 51);
  must_fail(reply.child);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(reply.child).sum, 50);
  close_class(&class, "+1 -1s");
}

UNDER_ALL(a_system_ends_trees_that_do_not_end_at_its_deadline) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 3);
  class.specs[3].stop_ms = STOP_UNLIMITED;
  open_class(&class);
  // The third waits for the first, which is to end after it.
  CU_ASSERT_EQUAL(pupil_tell_ask(class.pupils[3], class.pupils[1], true),
                  TELL_OK);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(system_stop(class.system, after_ms(20)), SYSTEM_KILLED);
  must_balance(&class);
}

static const SupervisorOptions leaf = {
    .children =
        (const ChildSpec[]){
            CHILD(pupil, "pupil", NULL),
            CHILD(pupil, "shy", (&(const PupilState){.sum = 3}),
                  .restart = RESTART_TRANSIENT, .stop_ms = 100)},
    .count = 2};
static const SupervisorOptions trunk = {
    .strategy = REST_FOR_ONE,
    .children = (const ChildSpec[]){SUPERVISED("left", &leaf),
                                    SUPERVISED("right", &leaf,
                                               .restart = RESTART_TRANSIENT)},
    .count = 2};

UNDER_ALL(a_tree_can_be_declared_as_data) {
  System *system = start_system();
  SupervisorRef root = supervise(system, &trunk);
  SupervisorRef right = {child_of(root, "right").ref};
  CU_ASSERT_EQUAL(look_at(child_of(right, "shy")).sum, 3);
  CU_ASSERT_EQUAL(look_at(child_of(right, "pupil")).sum, 0);
  CU_ASSERT_EQUAL(names_register(right.ref, "right"), NAME_OK);
  CU_ASSERT_EQUAL(count_of(WHEREIS(supervisor, system, "right")).running, 2);
  stop_system(system);
}

static u64 hash_of_a_run(u64 seed) {
  Heard heard = {.hash = 0};
  Tree tree;
  prepare_tree(&tree);
  const SystemOptions options = {.dispatcher = &run_stepper,
                                 .seed = &seed,
                                 .listener = listen,
                                 .context = &heard};
  tree.class.system = system_start(&options);
  tree.class.specs[2].back_off.first_ms = 10;
  tree.inner.intensity = 1;
  tree.root = supervise(tree.class.system, &tree.outer);
  tree.branch = (SupervisorRef){child_of(tree.root, "branch").ref};
  must_fail(child_of(tree.root, "three"));
  must_fail(ADD_CHILD(pupil, tree.branch, &tree.class.specs[1]));
  CU_ASSERT_EQUAL(system_run(tree.class.system, PATIENCE), RUN_QUIET);
  stop_system(tree.class.system);
  must_balance(&tree.class);
  return heard.hash;
}

static void the_same_seed_raises_the_same_way(void) {
  for (u64 seed = 0; seed < 10; seed++) {
    CU_ASSERT_EQUAL(hash_of_a_run(seed), hash_of_a_run(seed));
  }
}

UNDER_ALL(an_added_child_that_does_not_start_is_forgotten) {
  Class class;
  prepare_class(&class, ONE_FOR_ALL, 3);
  class.options.count = 2;
  open_class(&class);
  atomic_store(&class.diary.bad_starts[3], 1);
  PupilRef three = ADD_CHILD(pupil, class.supervisor, &class.specs[3]);
  CU_ASSERT_EQUAL(actor_wait_started(three.ref, PATIENCE), START_FAILED);
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).children, 2);
  close_class(&class, "+1 +2 !3 -2s -1s");
}

UNDER_ALL(added_to_a_supervisor_that_ends_a_child_ends_too) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  for (int i = 0; i < 4; i++) {
    Class class;
    prepare_class(&class, ONE_FOR_ONE, 3);
    class.options.count = 2;
    open_class(&class);
    if (i < 2) {  // else it comes after the end has been asked for
      ends[i](class.supervisor.ref);
    }
    Ref three = supervisor_add(class.supervisor, &class.specs[3]);
    if (i >= 2) {
      ends[i - 2](class.supervisor.ref);
    }
    CU_ASSERT_EQUAL(spawn_outcome(three), SPAWN_OK);
    ignore(must_end(three));
    CU_ASSERT_EQUAL(system_run(class.system, PATIENCE), RUN_EMPTY);
    stop_system(class.system);
    must_balance(&class);
  }
}

UNDER_ALL(added_to_one_that_has_ended_long_ago_a_child_ends_unstarted) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  actor_stop(class.supervisor.ref);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_NORMAL);
  Ref late = supervisor_add(class.supervisor, &class.specs[1]);
  CU_ASSERT_EQUAL(actor_wait_started(late, PATIENCE), START_STOPPED);
  CU_ASSERT_EQUAL(must_end(late), STOPPED_KILLED);
  CU_ASSERT_EQUAL(
      spawn_outcome(supervisor_add((SupervisorRef){NOBODY}, &class.specs[1])),
      SPAWN_STOPPING);
  close_class(&class, "+1 +2 +3 -3s -2s -1s");
}

UNDER_ALL(a_child_that_is_ended_is_forgotten) {
  Class class;
  start_class(&class, ONE_FOR_ALL);
  CU_ASSERT_EQUAL(end_it(class.supervisor, class.pupils[2].ref), CHILD_OK);
  CU_ASSERT(!actor_is_alive(class.pupils[2].ref));
  CU_ASSERT_EQUAL(must_end(class.pupils[2].ref), STOPPED_SUPERVISOR);
  CU_ASSERT_EQUAL(count_of(class.supervisor).children, 2);
  CU_ASSERT_EQUAL(end_it(class.supervisor, class.pupils[2].ref), CHILD_UNKNOWN);
  CU_ASSERT_EQUAL(restart_it(class.supervisor, class.pupils[2].ref),
                  CHILD_UNKNOWN);
  CU_ASSERT(ref_equal(child_of(class.supervisor, "two").ref, NOBODY));
  close_class(&class, "+1 +2 +3 -2s -3s -1s");
}

UNDER_ALL(a_child_that_is_being_ended_says_so) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.specs[1].stop_ms = STOP_UNLIMITED;
  open_class(&class);
  must_be_deaf(&class, class.pupils[1]);
  AnyRef one = any(class.pupils[1]);
  CU_ASSERT_EQUAL(supervisor_tell_end_child(class.supervisor, one), TELL_OK);
  CU_ASSERT_EQUAL(end_it(class.supervisor, one.ref), CHILD_ENDS);
  CU_ASSERT_EQUAL(restart_it(class.supervisor, one.ref), CHILD_ENDS);
  CU_ASSERT_EQUAL(look_at_child(class.supervisor, 0).state, CHILD_ENDING);
  must_fail(class.pupils[2]);  // and the others are restarted meanwhile
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(look_at(class.pupils[2]).starts, 1);
  actor_kill(one.ref);
  CU_ASSERT_EQUAL(must_end(one.ref), STOPPED_KILLED);
  close_class(&class, "+1 +2 -2f +2 -1k -2s");
}

UNDER_ALL(who_asked_for_an_end_hears_when_the_supervisor_ends_first) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 1);
  class.specs[1].stop_ms = STOP_UNLIMITED;
  open_class(&class);
  must_be_deaf(&class, class.pupils[1]);
  AnyRef one = any(class.pupils[1]);
  struct supervisor_end_child_reply reply;
  CU_ASSERT_EQUAL(
      supervisor_ask_end_child(class.supervisor, one, &reply, after_ms(1)),
      ASK_TIMEOUT);
  actor_kill(class.supervisor.ref);
  CU_ASSERT_EQUAL(must_end(one.ref), STOPPED_KILLED);
  close_class(&class, "+1 -1k");
}

UNDER_ALL(a_restart_that_was_asked_for_is_not_counted) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.options.intensity = 0;
  open_class(&class);
  for (int i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(restart_it(class.supervisor, class.pupils[1].ref),
                    CHILD_OK);
    must_be_quiet(class.system);
  }
  CU_ASSERT_EQUAL(count_of(class.supervisor).restarts, 0);
  close_class(&class, "+1 +2 -1s +1 -1s +1 -1s +1 -2s -1s");
}

UNDER_ALL(a_list_names_the_children_in_order) {
  Class class;
  start_class(&class, ONE_FOR_ONE);
  must_fail(class.pupils[3]);
  must_be_quiet(class.system);
  for (size_t i = 0; i < 3; i++) {
    ChildLook look = look_at_child(class.supervisor, i);
    CU_ASSERT_EQUAL(look.count, 3);
    CU_ASSERT(ref_equal(look.ref, class.pupils[i + 1].ref));
    CU_ASSERT_EQUAL(look.restarts, i == 2);
  }
  close_class(&class, "+1 +2 +3 -3f +3 -3s -2s -1s");
}

UNDER_ALL(many_children_come_fail_and_go) {
  enum { MANY = 60 };
  Class class;
  prepare_class(&class, SIMPLE_ONE_FOR_ONE, 1);
  class.options.count = 0;
  class.specs[1].restart = RESTART_TRANSIENT;
  class.system = start_system();
  class.supervisor = supervise(class.system, &class.options);
  PupilRef all[MANY];
  for (int i = 0; i < MANY; i++) {
    all[i] = ADD_CHILD(pupil, class.supervisor, &class.specs[1]);
    if (i % 3 != 0) {
      must_fail(all[i]);
    }
    if (i % 2 == 0) {
      CU_ASSERT_EQUAL(pupil_tell_exit(all[i]), TELL_OK);
    }
  }
  must_be_quiet(class.system);
  CU_ASSERT_EQUAL(count_of(class.supervisor).children, MANY / 2);
  CU_ASSERT_EQUAL(count_of(class.supervisor).running, MANY / 2);
  CU_ASSERT_EQUAL(count_of(class.supervisor).restarts, MANY * 2 / 3);
  stop_system(class.system);
  mutex_release(&class.diary.lock);
}

// Does something to one of the children, or adds one.
static void disturb(Class *class, Rng *rng, PupilRef *all, size_t *count) {
  PupilRef one = all[rng_below(rng, *count)];
  AnyRef child = any(one);
  switch (rng_below(rng, 9)) {
    case 0:
      actor_kill(one.ref);
      break;
    case 1:
      actor_stop(one.ref);
      break;
    case 2:
      ignore(pupil_tell_exit(one));
      break;
    case 3:
      ignore(supervisor_tell_restart_child(class->supervisor, child));
      break;
    case 4:
      ignore(supervisor_tell_end_child(class->supervisor, child));
      break;
    case 5:
      if (*count < 12) {
        all[(*count)++] = ADD_CHILD(pupil, class->supervisor,
                                    &class->specs[1 + rng_below(rng, 3)]);
      }
      break;
    case 6:
      ignore(system_run(class->system, NOW));
      break;
    default:
      ignore(pupil_tell_fail(one));
      break;
  }
}

UNDER_ALL(after_a_storm_whoever_is_left_runs) {
  static u64 seed = 1;
  for (Strategy strategy = ONE_FOR_ONE; strategy <= SIMPLE_ONE_FOR_ONE;
       strategy++) {
    Class class;
    Rng rng;
    PupilRef all[12];
    rng_seed(&rng, seed++);
    prepare_class(&class, strategy, 3);
    class.specs[2].restart = RESTART_TRANSIENT;
    class.specs[3].tries = 1;
    class.options.intensity = 10000;
    open_class(&class);
    memcpy(all, &class.pupils[1], 3 * sizeof *all);
    size_t count = 3;
    for (int i = 0; i < 40; i++) {
      disturb(&class, &rng, all, &count);
    }
    must_be_quiet(class.system);
    struct supervisor_count_reply left = count_of(class.supervisor);
    CU_ASSERT_EQUAL(left.children, left.running);
    u64 alive = 0;
    for (size_t i = 0; i < count; i++) {
      alive += actor_is_alive(all[i].ref);
    }
    CU_ASSERT_EQUAL(alive, left.running);
    stop_system(class.system);
    mutex_release(&class.diary.lock);
  }
}

// ---- Memory ----

UNDER_ALL(without_memory_no_child_is_added_and_all_is_as_it_was) {
  Class class;
  prepare_class(&class, ONE_FOR_ONE, 2);
  class.states[2].name = "Grace";
  class.options.count = 1;
  open_class(&class);
  i64 limit = 0;
  Ref added;
  do {
    must_be_quiet(class.system);  // nobody frees what it has just used
    i64 live = mem_live();
    memory_ends_after(limit++);
    added = supervisor_add(class.supervisor, &class.specs[2]);
    ignore(memory_is_back());
    if (spawn_outcome(added) != SPAWN_OK) {
      CU_ASSERT_EQUAL(spawn_outcome(added), SPAWN_NO_MEMORY);
      CU_ASSERT_EQUAL(mem_live(), live);
    }
  } while (spawn_outcome(added) != SPAWN_OK);
  CU_ASSERT(limit > 10);
  CU_ASSERT_EQUAL(actor_wait_started(added, PATIENCE), START_OK);
  close_class(&class, "+1 +2 -2s -1s");
}

STEPPED(restarts_need_no_memory_where_states_need_none) {
  Class class;
  start_class(&class, ONE_FOR_ALL);
  must_fail(class.pupils[2]);
  memory_ends_after(0);
  CU_ASSERT_EQUAL(system_run(class.system, PATIENCE), RUN_QUIET);
  CU_ASSERT(!memory_is_back());
  CU_ASSERT_EQUAL(count_of(class.supervisor).running, 3);
  actor_stop(class.supervisor.ref);
  memory_ends_after(0);
  CU_ASSERT_EQUAL(must_end(class.supervisor.ref), STOPPED_NORMAL);
  CU_ASSERT(memory_is_back());  // notices were asked for, and done without
  close_class(&class, "+1 +2 +3 -2f -3s -1s +1 +2 +3 -3s -2s -1s");
}

STEPPED(a_life_without_memory_for_its_state_is_a_start_that_failed) {
  Class class;
  prepare_slow(&class);
  class.states[1].name = "Grace";
  open_class(&class);
  must_fail(class.pupils[1]);
  must_become(class.supervisor, 0, CHILD_DELAYED);
  memory_ends_after(0);
  pass(class.supervisor, 150);
  CU_ASSERT(memory_is_back());
  CU_ASSERT_EQUAL(look_at_child(class.supervisor, 0).state, CHILD_DELAYED);
  CU_ASSERT_EQUAL(look_at_child(class.supervisor, 0).restarts, 2);
  pass(class.supervisor, 200);
  CU_ASSERT_EQUAL(look_at(class.pupils[1]).starts, 1);
  close_class(&class, "+1 -1f +1 -1s");
}

STEPPED(without_memory_for_its_children_a_supervisor_does_not_start) {
  for (i64 limit = 0; limit < 200; limit++) {
    Class class;
    prepare_class(&class, ONE_FOR_ONE, 2);
    class.system = start_system();
    class.supervisor =
        supervisor_spawn(class.system, "supervisor", &class.options);
    memory_ends_after(limit);
    StartOutcome outcome = actor_wait_started(class.supervisor.ref, PATIENCE);
    bool refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? START_FAILED : START_OK);
    stop_system(class.system);
    must_balance(&class);
    limit = refused ? limit : 200;
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(one_restart_too_many_ends_it_and_its_children),
      CASE(with_an_intensity_of_none_the_first_end_is_too_many),
      CASE(unless_told_otherwise_one_restart_in_five_seconds_is_allowed),
      CASE(the_period_slides),
      CASE(a_restart_that_fails_is_tried_again_and_counts),
      CASE(in_a_group_a_restart_that_fails_begins_the_plan_again),
      CASE(why_a_supervisor_failed_is_said_in_words),
      CASE(trees_start_depth_first_and_end_the_other_way_round),
      CASE(a_start_that_fails_deep_in_a_tree_ends_the_tree),
      CASE(a_supervisor_that_gives_up_is_restarted_by_its_own),
      CASE(what_escalates_too_often_ends_the_tree),
      CASE(children_that_were_added_are_forgotten_with_the_life),
      CASE(a_killed_branch_lives_again_with_new_children),
      CASE(a_branch_that_does_not_end_in_time_is_killed_with_its_children),
      CASE(a_branch_is_suspended_whole_by_a_failing_sibling),
      CASE(the_wait_for_the_next_life_doubles_up_to_its_most),
      CASE(a_calm_life_makes_the_wait_short_again),
      CASE(a_restart_that_fails_makes_the_wait_longer),
      CASE(a_child_can_be_started_before_its_time),
      CASE(a_supervisor_ends_while_a_child_waits_for_its_time),
      CASE(in_order_those_behind_wait_for_one_that_waits),
      CASE(a_child_that_is_added_is_the_last),
      CASE(a_handler_can_add_a_child_and_tell_it_at_once),
      CASE(a_system_ends_trees_that_do_not_end_at_its_deadline),
      CASE(a_tree_can_be_declared_as_data),
      CASE(the_same_seed_raises_the_same_way),
      CASE(an_added_child_that_does_not_start_is_forgotten),
      CASE(added_to_a_supervisor_that_ends_a_child_ends_too),
      CASE(added_to_one_that_has_ended_long_ago_a_child_ends_unstarted),
      CASE(a_child_that_is_ended_is_forgotten),
      CASE(a_child_that_is_being_ended_says_so),
      CASE(who_asked_for_an_end_hears_when_the_supervisor_ends_first),
      CASE(a_restart_that_was_asked_for_is_not_counted),
      CASE(a_list_names_the_children_in_order),
      CASE(many_children_come_fail_and_go),
      CASE(after_a_storm_whoever_is_left_runs),
      CASE(without_memory_no_child_is_added_and_all_is_as_it_was),
      CASE(restarts_need_no_memory_where_states_need_none),
      CASE(a_life_without_memory_for_its_state_is_a_start_that_failed),
      CASE(without_memory_for_its_children_a_supervisor_does_not_start),
      CU_TEST_INFO_NULL,
  };
  return run_suite("supervisor trees", cases);
}
