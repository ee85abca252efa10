// Tests of lives: what a supervised actor keeps over a restart, what it loses,
// and what others see of it meanwhile.
#include "acting/runtime.h"
#include "acting/table.h"
#include "base/mem.h"
#include "pupil.h"
#include "surviving/bond_table.h"
#include "ways.h"

// One child, restarted as often as it takes.
#define ONE(name_, ...)                                                   \
  static const ChildSpec name_##_children[] = {                           \
      CHILD(pupil, "one", (&(const PupilState){.sum = 5, .name = "Ada"}), \
            __VA_ARGS__)};                                                \
  static const SupervisorOptions name_ = {.intensity = OFTEN,             \
                                          .period_ms = 1000,              \
                                          .children = name_##_children,   \
                                          .count = 1}
ONE(permanent, .restart = RESTART_PERMANENT);
ONE(transient, .restart = RESTART_TRANSIENT);
ONE(temporary, .restart = RESTART_TEMPORARY);
ONE(delayed, .back_off = {.first_ms = A_LONG_TIME_MS});
ONE(delayed_transient, .restart = RESTART_TRANSIENT,
    .back_off = {.first_ms = A_LONG_TIME_MS});
ONE(patient, .asks_wait = true, .back_off = {.first_ms = A_LONG_TIME_MS});
ONE(bounded, .back_off = {.first_ms = A_LONG_TIME_MS}, .spawn.capacity = 2);
ONE(trying, .tries = 2);

typedef struct World {
  System *system;
  SupervisorRef supervisor;
  PupilRef one;
} World;

static World start_with(const SupervisorOptions *options) {
  World world = {.system = start_system()};
  world.supervisor = supervise(world.system, options);
  world.one = child_of(world.supervisor, "one");
  CU_ASSERT_EQUAL(actor_wait_started(world.one.ref, PATIENCE), START_OK);
  return world;
}

static PupilRef friend_of(const World *world) {
  return pupil_spawn(world->system, "friend", (PupilState){0});
}

// Fails it and waits until it stands between two lives.
static void must_pause(const World *world) {
  must_fail(world->one);
  must_become(world->supervisor, 0, CHILD_DELAYED);
}

static void must_restart(const World *world) {
  CU_ASSERT_EQUAL(restart_it(world->supervisor, world->one.ref), CHILD_OK);
  must_become(world->supervisor, 0, CHILD_RUNNING);
}

// ---- What it keeps, what it loses ----

UNDER_ALL(a_failed_child_lives_again_with_its_reference) {
  World world = start_with(&permanent);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT(actor_is_alive(world.one.ref));
  CU_ASSERT_EQUAL(look_at(world.one).starts, 1);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  CU_ASSERT_EQUAL(system_counts(world.system).failed, 1);
  CU_ASSERT(ref_equal(child_of(world.supervisor, "one").ref, world.one.ref));
  stop_system(world.system);
}

UNDER_ALL(a_new_life_begins_with_the_first_state_texts_and_all) {
  World world = start_with(&permanent);
  for (int i = 0; i < 3; i++) {
    struct pupil_add_reply sum;
    CU_ASSERT_EQUAL(pupil_ask_add(world.one, 10, &sum, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(sum.sum, 15);
    must_fail(world.one);
    must_be_quiet(world.system);
    struct pupil_look_reply look = {0};
    CU_ASSERT_EQUAL(pupil_ask_look(world.one, &look, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(look.sum, 5);
    CU_ASSERT_STRING_EQUAL(look.name, "Ada");
    block_free(look.name);
  }
  stop_system(world.system);
}

UNDER_ALL(a_new_life_begins_with_the_first_behaviour) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_turn(world.one), TELL_OK);
  CU_ASSERT_EQUAL(look_at(world.one).sum, -1);
  must_fail(world.one);  // a CHECK fails in the other behaviour
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  stop_system(world.system);
}

UNDER_ALL(what_waited_is_handled_by_the_next_life_in_order) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
  must_fail(world.one);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 2), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 3), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 10);
  CU_ASSERT_EQUAL(system_counts(world.system).dead_letters, 1);
  stop_system(world.system);
}

UNDER_ALL(who_asked_what_it_failed_at_hears_so) {
  World world = start_with(&permanent);
  atomic_ullong poisoned = 0;
  static PupilState state;
  state = (PupilState){.poisoned = &poisoned};
  const ChildSpec spec = CHILD(pupil, "poisoned", &state);
  PupilRef child = ADD_CHILD(pupil, world.supervisor, &spec);
  struct pupil_poison_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_poison(child, "tea", 1, &reply, PATIENCE),
                  ASK_FAILED);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(pupil_ask_poison(child, "tea", 1, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.sum, 7);
  stop_system(world.system);
}

UNDER_ALL(its_names_stay_with_it) {
  World world = start_with(&delayed);
  CU_ASSERT_EQUAL(names_register(world.one.ref, "the one"), NAME_OK);
  must_pause(&world);
  CU_ASSERT(
      ref_equal(WHEREIS(pupil, world.system, "the one").ref, world.one.ref));
  CU_ASSERT_EQUAL(names_register(world.one.ref, "again"), NAME_OK);
  must_restart(&world);
  CU_ASSERT_EQUAL(look_at(WHEREIS(pupil, world.system, "again")).sum, 5);
  stop_system(world.system);
}

UNDER_ALL(who_watches_it_hears_of_the_last_end_alone) {
  World world = start_with(&permanent);
  PupilRef watcher = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_watch(watcher, any(world.one)), TELL_OK);
  must_be_quiet(world.system);
  must_fail(world.one);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 0);
  CU_ASSERT_EQUAL(end_it(world.supervisor, world.one.ref), CHILD_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 1);
  CU_ASSERT(ref_equal(look_at(watcher).down.ref, world.one.ref));
  stop_system(world.system);
}

UNDER_ALL(whom_it_watched_it_watches_no_more) {
  World world = start_with(&permanent);
  PupilRef other = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_watch(world.one, any(other)), TELL_OK);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(bonds_count(&table_at(world.system, other.ref)->bonds), 0);
  CU_ASSERT_EQUAL(bonds_count(&table_at(world.system, world.one.ref)->bonds),
                  0);
  actor_stop(other.ref);
  CU_ASSERT_EQUAL(must_end(other.ref), STOPPED_NORMAL);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).downs, 0);
  stop_system(world.system);
}

UNDER_ALL(a_link_binds_two_lives_and_not_the_next) {
  World world = start_with(&permanent);
  PupilRef linked = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_link(world.one, any(linked)), TELL_OK);
  must_be_quiet(world.system);
  must_fail(world.one);
  CU_ASSERT_EQUAL(must_end(linked.ref), STOPPED_LINK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  stop_system(world.system);
}

UNDER_ALL(the_end_of_a_linked_one_is_an_end_of_a_life) {
  World world = start_with(&permanent);
  PupilRef linked = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_link(world.one, any(linked)), TELL_OK);
  must_be_quiet(world.system);
  actor_kill(linked.ref);
  CU_ASSERT_EQUAL(must_end(linked.ref), STOPPED_KILLED);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  CU_ASSERT(actor_is_alive(world.one.ref));
  stop_system(world.system);
}

UNDER_ALL(its_timers_end_with_the_life) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_clock(world.one), TELL_OK);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  must_fail(world.one);
  must_be_quiet(world.system);  // with the timer it never would be
  CU_ASSERT(look_at(world.one).sum == 5);
  stop_system(world.system);
}

UNDER_ALL(what_it_had_put_aside_waits_for_the_next_life_in_front) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_hoard(world.one, 1), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_hoard(world.one, 2), TELL_OK);
  must_fail(world.one);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 5), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_hoard(world.one, 3), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 103);
  CU_ASSERT_EQUAL(pupil_tell_open(world.one), TELL_OK);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 10312);
  CU_ASSERT_EQUAL(system_counts(world.system).dead_letters, 1);
  stop_system(world.system);
}

UNDER_ALL(its_idle_timer_ends_with_the_life) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_doze(world.one), TELL_OK);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  stop_system(world.system);
}

UNDER_ALL(a_request_it_kept_is_unanswered) {
  World world = start_with(&permanent);
  PupilRef asker = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_ask(asker, world.one, true), TELL_OK);
  must_be_quiet(world.system);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(asker).heard, ASK_UNANSWERED);
  stop_system(world.system);
}

static void an_old_answer_is_late(bool holds) {
  World world = start_with(&permanent);
  PupilRef keeper = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_ask(world.one, keeper, holds), TELL_OK);
  must_be_quiet(world.system);
  actor_kill(world.one.ref);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(pupil_tell_answer(keeper), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  CU_ASSERT_EQUAL(system_counts(world.system).late_replies, 1);
  stop_system(world.system);
}

UNDER_ALL(an_answer_to_a_former_life_is_late) {
  an_old_answer_is_late(false);
}

UNDER_ALL(an_answer_a_former_life_was_held_by_is_late) {
  an_old_answer_is_late(true);
}

UNDER_ALL(an_answer_that_comes_in_the_pause_is_late) {
  World world = start_with(&delayed);
  PupilRef keeper = friend_of(&world);
  CU_ASSERT_EQUAL(pupil_tell_ask(world.one, keeper, true), TELL_OK);
  must_be_quiet(world.system);
  actor_kill(world.one.ref);
  must_become(world.supervisor, 0, CHILD_DELAYED);
  CU_ASSERT_EQUAL(pupil_tell_answer(keeper), TELL_OK);
  CU_ASSERT_EQUAL(look_at(keeper).sum, 0);
  must_restart(&world);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  CU_ASSERT_EQUAL(system_counts(world.system).late_replies, 1);
  stop_system(world.system);
}

UNDER_ALL(an_answer_asked_for_in_this_life_arrives) {
  World world = start_with(&permanent);
  PupilRef keeper = friend_of(&world);
  must_fail(world.one);
  CU_ASSERT_EQUAL(pupil_tell_ask(world.one, keeper, true), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(pupil_tell_answer(keeper), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 105);
  stop_system(world.system);
}

// ---- When it lives again ----

typedef struct Story {
  const SupervisorOptions *options;
  void (*end)(Ref ref);
  bool again;
  StopReason reason;
} Story;

static void fail_it(Ref ref) {
  must_fail((PupilRef){ref});
}

static void let_exit(Ref ref) {
  CU_ASSERT_EQUAL(pupil_tell_exit((PupilRef){ref}), TELL_OK);
}

static void must_go(const Story *story) {
  World world = start_with(story->options);
  story->end(world.one.ref);
  if (!story->again) {
    CU_ASSERT_EQUAL(must_end(world.one.ref), story->reason);
  }
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(actor_is_alive(world.one.ref), story->again);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, story->again);
  CU_ASSERT_EQUAL(look_at_child(world.supervisor, 0).count, story->again);
  stop_system(world.system);
}

UNDER_ALL(a_permanent_child_is_restarted_however_it_ends) {
  void (*const ends[])(Ref) = {fail_it, let_exit, actor_stop, actor_kill};
  for (size_t i = 0; i < 4; i++) {
    must_go(&(Story){&permanent, ends[i], true, STOPPED_NORMAL});
  }
}

UNDER_ALL(a_transient_child_is_restarted_unless_it_ends_normally) {
  must_go(&(Story){&transient, fail_it, true, STOPPED_NORMAL});
  must_go(&(Story){&transient, actor_kill, true, STOPPED_NORMAL});
  must_go(&(Story){&transient, let_exit, false, STOPPED_NORMAL});
  must_go(&(Story){&transient, actor_stop, false, STOPPED_NORMAL});
}

UNDER_ALL(a_temporary_child_is_never_restarted) {
  must_go(&(Story){&temporary, fail_it, false, STOPPED_FAILED});
  must_go(&(Story){&temporary, actor_kill, false, STOPPED_KILLED});
  must_go(&(Story){&temporary, let_exit, false, STOPPED_NORMAL});
}

UNDER_ALL(a_child_that_was_stopped_handles_what_came_before_and_takes_again) {
  World world = start_with(&permanent);
  struct pupil_add_reply reply;
  for (int i = 0; i < 5; i++) {
    CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
    actor_stop(world.one.ref);
    must_be_quiet(world.system);
    CU_ASSERT_EQUAL(pupil_ask_add(world.one, 1, &reply, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(reply.sum, 6);
  }
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 5);
  CU_ASSERT_EQUAL(system_counts(world.system).dead_letters, 0);
  stop_system(world.system);
}

UNDER_ALL(it_can_be_killed_in_every_life) {
  World world = start_with(&permanent);
  for (u64 i = 1; i <= 5; i++) {
    actor_kill(world.one.ref);
    must_be_quiet(world.system);
    CU_ASSERT_EQUAL(system_counts(world.system).restarted, i);
  }
  stop_system(world.system);
}

UNDER_ALL(on_stop_hears_of_every_end) {
  System *system = start_system();
  Diary diary = new_diary();
  mutex_init(&diary.lock);
  const PupilState state = {.number = 1, .diary = &diary};
  const ChildSpec specs[] = {CHILD(pupil, "one", &state)};
  const SupervisorOptions options = {
      .intensity = OFTEN, .period_ms = 1, .children = specs, .count = 1};
  SupervisorRef supervisor = supervise(system, &options);
  PupilRef one = child_of(supervisor, "one");
  must_fail(one);
  must_be_quiet(system);
  actor_kill(one.ref);
  must_be_quiet(system);
  let_exit(one.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(restart_it(supervisor, one.ref), CHILD_OK);
  must_be_quiet(system);
  stop_system(system);
  CU_ASSERT_STRING_EQUAL(diary.text, "+1 -1f +1 -1k +1 -1n +1 -1s +1 -1s");
  mutex_release(&diary.lock);
}

// ---- Between two lives ----

UNDER_ALL(an_ask_between_two_lives_is_answered_so_at_once) {
  World world = start_with(&delayed);
  PupilRef asker = friend_of(&world);
  must_pause(&world);
  struct pupil_add_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_add(world.one, 1, &reply, PATIENCE),
                  ASK_RESTARTING);
  CU_ASSERT_EQUAL(pupil_tell_ask(asker, world.one, true), TELL_OK);
  wait_until(look_at(asker).heard == ASK_RESTARTING, PATIENCE);
  must_restart(&world);
  CU_ASSERT_EQUAL(actor_wait_started(world.one.ref, PATIENCE), START_OK);
  wait_until(look_at_child(world.supervisor, 0).state == CHILD_RUNNING,
             PATIENCE);
  CU_ASSERT_EQUAL(pupil_ask_add(world.one, 1, &reply, PATIENCE), ASK_OK);
  stop_system(world.system);
}

UNDER_ALL(where_the_spec_says_so_asks_wait_for_the_next_life) {
  World world = start_with(&patient);
  PupilRef asker = friend_of(&world);
  must_pause(&world);
  CU_ASSERT_EQUAL(pupil_tell_ask(asker, world.one, true), TELL_OK);
  must_restart(&world);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(pupil_tell_answer(world.one), TELL_OK);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(asker).sum, 100);
  stop_system(world.system);
}

UNDER_ALL(tells_between_two_lives_wait_up_to_the_bound) {
  World world = start_with(&bounded);
  must_pause(&world);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_FULL);
  must_restart(&world);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 7);
  stop_system(world.system);
}

UNDER_ALL(between_two_lives_it_is_alive_and_has_not_ended) {
  World world = start_with(&delayed);
  must_pause(&world);
  StopReason reason;
  CU_ASSERT(actor_is_alive(world.one.ref));
  CU_ASSERT_EQUAL(actor_wait_end(world.one.ref, &reason, NOW), END_TIMEOUT);
  CU_ASSERT_EQUAL(actor_wait_started(world.one.ref, NOW), START_OK);
  char names[100];
  CU_ASSERT_EQUAL(system_living(world.system, names, sizeof names), 2);
  stop_system(world.system);
}

UNDER_ALL(a_watch_between_two_lives_waits_for_the_end) {
  World world = start_with(&delayed);
  PupilRef watcher = friend_of(&world);
  must_pause(&world);
  CU_ASSERT_EQUAL(pupil_tell_watch(watcher, any(world.one)), TELL_OK);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 0);
  CU_ASSERT_EQUAL(end_it(world.supervisor, world.one.ref), CHILD_OK);
  CU_ASSERT_EQUAL(must_end(world.one.ref), STOPPED_SUPERVISOR);
  wait_until(look_at(watcher).downs == 1, PATIENCE);
  stop_system(world.system);
}

UNDER_ALL(killed_between_two_lives_a_permanent_child_still_has_a_next_one) {
  World world = start_with(&delayed);
  must_pause(&world);
  for (int i = 0; i < 3; i++) {
    actor_kill(world.one.ref);
    CU_ASSERT(actor_is_alive(world.one.ref));
    CU_ASSERT_EQUAL(look_at_child(world.supervisor, 0).state, CHILD_DELAYED);
  }
  must_restart(&world);
  must_become(world.supervisor, 0, CHILD_RUNNING);
  CU_ASSERT(actor_is_alive(world.one.ref));
  stop_system(world.system);
}

UNDER_ALL(stopped_between_two_lives_a_transient_child_has_no_next_one) {
  World world = start_with(&delayed_transient);
  must_pause(&world);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
  actor_stop(world.one.ref);
  CU_ASSERT_EQUAL(must_end(world.one.ref), STOPPED_NORMAL);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at_child(world.supervisor, 0).count, 0);
  CU_ASSERT_EQUAL(system_counts(world.system).dead_letters, 2);
  stop_system(world.system);
}

UNDER_ALL(stopped_between_two_lives_a_permanent_child_takes_messages_again) {
  World world = start_with(&delayed);
  must_pause(&world);
  actor_stop(world.one.ref);
  // The stop is refused room to newcomers until it has been seen.
  wait_until(pupil_tell_add(world.one, 1) == TELL_OK, PATIENCE);
  must_restart(&world);
  must_be_quiet(world.system);
  CU_ASSERT(look_at(world.one).sum > 5);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  stop_system(world.system);
}

UNDER_ALL(a_prepared_child_between_two_lives_is_not_started_by_strangers) {
  World world = start_with(&delayed);
  must_pause(&world);
  actor_start(world.one.ref);
  CU_ASSERT_EQUAL(look_at_child(world.supervisor, 0).state, CHILD_DELAYED);
  stop_system(world.system);
}

UNDER_ALL(a_failure_in_on_stop_does_not_keep_it_from_living_again) {
  World world = start_with(&permanent);
  CU_ASSERT_EQUAL(pupil_tell_bad_end(world.one), TELL_OK);
  must_fail(world.one);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).sum, 5);
  CU_ASSERT_EQUAL(system_counts(world.system).failed, 2);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  stop_system(world.system);
}

UNDER_ALL(a_life_that_waits_for_room_can_end_and_its_messages_arrive) {
  World world = start_with(&permanent);
  PupilRef narrow = pupil_prepare_with(
      world.system, (SpawnOptions){.capacity = 1, .policy = FULL_SLOW},
      (PupilState){0});
  CU_ASSERT_EQUAL(pupil_tell_flood(world.one, narrow, 3), TELL_OK);
  must_be_quiet(world.system);
  actor_kill(world.one.ref);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(world.one).starts, 1);
  CU_ASSERT_EQUAL(system_counts(world.system).restarted, 1);
  actor_start(narrow.ref);
  must_be_quiet(world.system);
  CU_ASSERT_EQUAL(look_at(narrow).sum, 3);
  stop_system(world.system);
}

UNDER_ALL(a_system_stops_while_a_child_is_between_two_lives) {
  World world = start_with(&delayed);
  must_pause(&world);
  CU_ASSERT_EQUAL(pupil_tell_add(world.one, 1), TELL_OK);
  stop_system(world.system);
}

UNDER_ALL(a_system_stops_however_many_lives_are_under_way) {
  World world = start_with(&permanent);
  for (int i = 0; i < 50; i++) {
    must_fail(world.one);
  }
  stop_system(world.system);
}

// ---- The message it failed at ----

typedef struct Trial {
  World world;
  PupilRef child;
  atomic_ullong poisoned;
  PupilState state;
  ChildSpec spec;
} Trial;

static void start_trial(Trial *trial, u32 tries) {
  memset(trial, 0, sizeof *trial);
  trial->world = start_with(&trying);
  trial->state.poisoned = &trial->poisoned;
  trial->spec = (ChildSpec){.type = &pupil_type,
                            .label = "tester",
                            .state = &trial->state,
                            .tries = tries};
  trial->child = ADD_CHILD(pupil, trial->world.supervisor, &trial->spec);
}

static size_t count_aside(const Trial *trial, const char *expected) {
  struct supervisor_aside_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_aside(trial->world.supervisor,
                                       any(trial->child), &reply, PATIENCE),
                  ASK_OK);
  size_t count = reply.messages.count;
  for (size_t i = 0; i < count; i++) {
    if (expected != NULL) {
      CU_ASSERT_STRING_EQUAL(reply.messages.items[i], expected);
    }
    block_free(reply.messages.items[i]);
  }
  block_free(reply.messages.items);
  return count;
}

UNDER_ALL(a_message_is_tried_again_with_its_asker_waiting) {
  Trial trial;
  start_trial(&trial, 2);
  struct pupil_poison_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_poison(trial.child, "tea", 2, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.sum, 7);
  CU_ASSERT_EQUAL(trial.poisoned, 3);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).failed, 2);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).dead_letters, 0);
  stop_system(trial.world.system);
}

UNDER_ALL(tried_in_vain_it_is_set_aside_and_its_asker_hears_so) {
  Trial trial;
  start_trial(&trial, 2);
  struct pupil_poison_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_poison(trial.child, "tea", 9, &reply, PATIENCE),
                  ASK_FAILED);
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(trial.poisoned, 3);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).quarantined, 1);
  CU_ASSERT_EQUAL(count_aside(&trial, "poison{what: \"tea\", lives: 9}"), 1);
  CU_ASSERT_EQUAL(count_aside(&trial, NULL), 1);
  CU_ASSERT_EQUAL(look_at(trial.child).sum, 0);
  stop_system(trial.world.system);
  CU_ASSERT_EQUAL(trial.poisoned, 3);
}

UNDER_ALL(a_message_tried_again_comes_before_those_that_wait) {
  Trial trial;
  start_trial(&trial, 5);
  CU_ASSERT_EQUAL(pupil_tell_poison(trial.child, "a", 1), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_fail(trial.child), TELL_OK);
  must_be_quiet(trial.world.system);
  // fail() is tried five times more, after the poison was handled.
  CU_ASSERT_EQUAL(system_counts(trial.world.system).failed, 1 + 6);
  CU_ASSERT_EQUAL(trial.poisoned, 2);
  CU_ASSERT_EQUAL(count_aside(&trial, "fail"), 1);
  stop_system(trial.world.system);
}

UNDER_ALL(a_message_that_is_not_whole_any_more_is_not_tried_again) {
  const struct {
    Manner manner;
    AskOutcome outcome;
    u64 failures;
  } meals[] = {{EAT_NOTHING, ASK_FAILED, 4},
               {EAT_TEXT, ASK_FAILED, 1},
               {EAT_ANSWERING, ASK_OK, 1},
               {EAT_KEEPING, ASK_UNANSWERED, 1}};
  for (size_t i = 0; i < sizeof meals / sizeof *meals; i++) {
    Trial trial;
    start_trial(&trial, 3);
    struct pupil_eat_reply reply;
    CU_ASSERT_EQUAL(
        pupil_ask_eat(trial.child, "rice", meals[i].manner, &reply, PATIENCE),
        meals[i].outcome);
    must_be_quiet(trial.world.system);
    CU_ASSERT_EQUAL(system_counts(trial.world.system).failed,
                    meals[i].failures);
    CU_ASSERT_EQUAL(look_at(trial.child).starts, 1);
    stop_system(trial.world.system);
  }
}

UNDER_ALL(a_message_that_ends_the_last_life_is_not_tried_again) {
  Trial trial;
  start_trial(&trial, 3);
  trial.spec.restart = RESTART_TEMPORARY;
  PupilRef child = ADD_CHILD(pupil, trial.world.supervisor, &trial.spec);
  struct pupil_eat_reply reply;
  CU_ASSERT_EQUAL(pupil_ask_eat(child, "rice", EAT_NOTHING, &reply, PATIENCE),
                  ASK_FAILED);
  CU_ASSERT_EQUAL(must_end(child.ref), STOPPED_FAILED);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).dead_letters, 0);
  stop_system(trial.world.system);
}

UNDER_ALL(what_was_set_aside_can_be_sent_again) {
  Trial trial;
  start_trial(&trial, 1);
  CU_ASSERT_EQUAL(pupil_tell_poison(trial.child, "a", 2), TELL_OK);
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(count_aside(&trial, NULL), 1);
  struct supervisor_again_reply reply;
  CU_ASSERT_EQUAL(supervisor_ask_again(trial.world.supervisor, any(trial.child),
                                       &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.messages, 1);
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(look_at(trial.child).sum, 7);
  CU_ASSERT_EQUAL(count_aside(&trial, NULL), 0);
  stop_system(trial.world.system);
}

UNDER_ALL(what_was_set_aside_can_be_thrown_away) {
  Trial trial;
  start_trial(&trial, 1);
  CU_ASSERT_EQUAL(pupil_tell_poison(trial.child, "a", 9), TELL_OK);
  CU_ASSERT_EQUAL(pupil_tell_poison(trial.child, "b", 9), TELL_OK);
  must_be_quiet(trial.world.system);
  struct supervisor_discard_reply reply;
  CU_ASSERT_EQUAL(supervisor_ask_discard(trial.world.supervisor,
                                         any(trial.child), &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.messages, 2);
  CU_ASSERT_EQUAL(count_aside(&trial, NULL), 0);
  stop_system(trial.world.system);
}

UNDER_ALL(only_so_many_are_kept_aside_the_oldest_falls) {
  Trial trial;
  start_trial(&trial, 1);
  for (int i = 0; i < 20; i++) {
    CU_ASSERT_EQUAL(pupil_tell_fail(trial.child), TELL_OK);
  }
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(count_aside(&trial, "fail"), 16);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).dead_letters, 4);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).quarantined, 20);
  stop_system(trial.world.system);
}

UNDER_ALL(of_a_child_that_is_gone_nothing_is_aside) {
  Trial trial;
  start_trial(&trial, 1);
  CU_ASSERT_EQUAL(pupil_tell_fail(trial.child), TELL_OK);
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(end_it(trial.world.supervisor, trial.child.ref), CHILD_OK);
  must_be_quiet(trial.world.system);
  CU_ASSERT_EQUAL(count_aside(&trial, NULL), 0);
  CU_ASSERT_EQUAL(system_counts(trial.world.system).dead_letters, 1);
  stop_system(trial.world.system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_failed_child_lives_again_with_its_reference),
      CASE(a_new_life_begins_with_the_first_state_texts_and_all),
      CASE(a_new_life_begins_with_the_first_behaviour),
      CASE(what_waited_is_handled_by_the_next_life_in_order),
      CASE(who_asked_what_it_failed_at_hears_so),
      CASE(its_names_stay_with_it),
      CASE(who_watches_it_hears_of_the_last_end_alone),
      CASE(whom_it_watched_it_watches_no_more),
      CASE(a_link_binds_two_lives_and_not_the_next),
      CASE(the_end_of_a_linked_one_is_an_end_of_a_life),
      CASE(its_timers_end_with_the_life),
      CASE(what_it_had_put_aside_waits_for_the_next_life_in_front),
      CASE(its_idle_timer_ends_with_the_life),
      CASE(a_request_it_kept_is_unanswered),
      CASE(an_answer_to_a_former_life_is_late),
      CASE(an_answer_a_former_life_was_held_by_is_late),
      CASE(an_answer_that_comes_in_the_pause_is_late),
      CASE(an_answer_asked_for_in_this_life_arrives),
      CASE(a_permanent_child_is_restarted_however_it_ends),
      CASE(a_transient_child_is_restarted_unless_it_ends_normally),
      CASE(a_temporary_child_is_never_restarted),
      CASE(a_child_that_was_stopped_handles_what_came_before_and_takes_again),
      CASE(it_can_be_killed_in_every_life),
      CASE(on_stop_hears_of_every_end),
      CASE(an_ask_between_two_lives_is_answered_so_at_once),
      CASE(where_the_spec_says_so_asks_wait_for_the_next_life),
      CASE(tells_between_two_lives_wait_up_to_the_bound),
      CASE(between_two_lives_it_is_alive_and_has_not_ended),
      CASE(a_watch_between_two_lives_waits_for_the_end),
      CASE(killed_between_two_lives_a_permanent_child_still_has_a_next_one),
      CASE(stopped_between_two_lives_a_transient_child_has_no_next_one),
      CASE(stopped_between_two_lives_a_permanent_child_takes_messages_again),
      CASE(a_prepared_child_between_two_lives_is_not_started_by_strangers),
      CASE(a_failure_in_on_stop_does_not_keep_it_from_living_again),
      CASE(a_life_that_waits_for_room_can_end_and_its_messages_arrive),
      CASE(a_system_stops_while_a_child_is_between_two_lives),
      CASE(a_system_stops_however_many_lives_are_under_way),
      CASE(a_message_is_tried_again_with_its_asker_waiting),
      CASE(tried_in_vain_it_is_set_aside_and_its_asker_hears_so),
      CASE(a_message_tried_again_comes_before_those_that_wait),
      CASE(a_message_that_is_not_whole_any_more_is_not_tried_again),
      CASE(a_message_that_ends_the_last_life_is_not_tried_again),
      CASE(what_was_set_aside_can_be_sent_again),
      CASE(what_was_set_aside_can_be_thrown_away),
      CASE(only_so_many_are_kept_aside_the_oldest_falls),
      CASE(of_a_child_that_is_gone_nothing_is_aside),
      CU_TEST_INFO_NULL,
  };
  return run_suite("restart", cases);
}
