// Tests of process groups: who is in, until when, and who hears of it.
#include "acting/runtime.h"
#include "acting/table.h"
#include "surviving/bond_table.h"
#include "ways.h"

#define FAN(M)                                                               \
  M(FAN_WATCH, fan, watch, (ref(Group), group), (enum(TellOutcome), told))   \
  M(FAN_UNWATCH, fan, unwatch, (ref(Group), group), )                        \
  M(FAN_CHANGED, fan, changed, GROUP_HEAD, )                                 \
  M(FAN_LOOK, fan, look, ,                                                   \
    (i64, heard)(i64, present)(ref(Any), member)(enum(GroupChange), change)( \
        u64, joins)(u64, missed))
REF(Fan, fan)
PROTOCOL_AFTER_REF(Fan, fan, FAN)
STATE(FanState, (i64, heard)(i64, present)(ref(Any), member)(
                    enum(GroupChange), change)(u64, joins)(u64, missed))
ACTOR(Fan, fan, FanState, cheering)

static void hear(FanState *self, const struct fan_changed *changed) {
  self->heard++;
  self->member = changed->member;
  self->change = changed->change;
  self->joins = changed->joins;
  self->missed = changed->missed;
  self->present += changed->change == GROUP_JOINED && changed->joins == 1;
  self->present -= changed->change == GROUP_LEFT && changed->joins == 0;
}

static void cheering(FanState *self, const FanMsg *message) {
  switch (message->kind) {
    case FAN_WATCH:
      fan_reply_watch(group_watch(message->watch.group, fan_changed));
      break;
    case FAN_UNWATCH:
      CHECK(group_unwatch(message->unwatch.group) == TELL_OK);
      break;
    case FAN_CHANGED:
      hear(self, &message->changed);
      break;
    case FAN_LOOK:
      fan_reply_look(self->heard, self->present, self->member, self->change,
                     self->joins, self->missed);
      break;
  }
}

static FanRef new_fan(System *system) {
  FanRef fan = fan_spawn(system, "fan", (FanState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(fan.ref), SPAWN_OK);
  return fan;
}

static GroupRef new_group(System *system) {
  GroupRef group = group_start(system, "group");
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(group.ref), SPAWN_OK);
  return group;
}

static AnyRef any(FanRef fan) {
  return (AnyRef){fan.ref};
}

static void join(GroupRef group, FanRef fan) {
  struct group_join_reply reply = {0};
  CU_ASSERT_EQUAL(group_ask_join(group, any(fan), &reply, PATIENCE), ASK_OK);
  CU_ASSERT_TRUE(reply.joined);
}

static bool leave(GroupRef group, FanRef fan) {
  struct group_leave_reply reply = {0};
  CU_ASSERT_EQUAL(group_ask_leave(group, any(fan), &reply, PATIENCE), ASK_OK);
  return reply.was;
}

static void must_count(GroupRef group, u64 members, u64 joins) {
  struct group_count_reply reply = {0};
  CU_ASSERT_EQUAL(group_ask_count(group, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.members, members);
  CU_ASSERT_EQUAL(reply.joins, joins);
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static void watch(GroupRef group, FanRef fan) {
  struct fan_watch_reply reply = {0};
  CU_ASSERT_EQUAL(fan_ask_watch(fan, group, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.told, TELL_OK);
}

static struct fan_look_reply look_at(FanRef fan) {
  struct fan_look_reply reply = {0};
  CU_ASSERT_EQUAL(fan_ask_look(fan, &reply, PATIENCE), ASK_OK);
  return reply;
}

UNDER_ALL(members_are_listed_in_the_order_in_which_they_joined) {
  enum { MANY = 9 };
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef fans[MANY];
  for (int i = 0; i < MANY; i++) {
    fans[i] = new_fan(system);
    join(group, fans[i]);
  }
  CU_ASSERT_TRUE(leave(group, fans[0]));
  join(group, fans[0]);
  struct group_members_reply reply = {0};
  CU_ASSERT_EQUAL(group_ask_members(group, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL_FATAL(reply.members.count, MANY);
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT(ref_equal(reply.members.items[i].ref, fans[(i + 1) % MANY].ref));
  }
  block_free(reply.members.items);
  must_count(group, MANY, MANY);
  stop_system(system);
}

UNDER_ALL(who_joins_twice_is_listed_once_and_leaves_twice) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef fan = new_fan(system);
  join(group, fan);
  join(group, fan);
  must_count(group, 1, 2);
  CU_ASSERT_TRUE(leave(group, fan));
  must_count(group, 1, 1);
  CU_ASSERT_TRUE(leave(group, fan));
  CU_ASSERT_FALSE(leave(group, fan));
  must_count(group, 0, 0);
  stop_system(system);
}

UNDER_ALL(a_member_leaves_by_its_end_however_often_it_joined) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef fan = new_fan(system);
  FanRef other = new_fan(system);
  join(group, fan);
  join(group, fan);
  join(group, other);
  actor_kill(fan.ref);
  must_be_quiet(system);
  must_count(group, 1, 1);
  CU_ASSERT_FALSE(leave(group, fan));
  stop_system(system);
}

UNDER_ALL(who_has_ended_is_no_member_for_long) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef fan = new_fan(system);
  actor_kill(fan.ref);
  must_be_quiet(system);
  join(group, fan);
  CU_ASSERT_EQUAL(group_tell_join(group, (AnyRef){NOBODY}), TELL_OK);
  must_be_quiet(system);
  must_count(group, 0, 0);
  stop_system(system);
}

UNDER_ALL(a_watcher_hears_of_each_join_and_leave) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = new_fan(system);
  FanRef fan = new_fan(system);
  watch(group, watcher);
  join(group, fan);
  must_be_quiet(system);
  struct fan_look_reply seen = look_at(watcher);
  CU_ASSERT_EQUAL(seen.heard, 1);
  CU_ASSERT_EQUAL(seen.change, GROUP_JOINED);
  CU_ASSERT_EQUAL(seen.joins, 1);
  CU_ASSERT(ref_equal(seen.member.ref, fan.ref));
  join(group, fan);
  leave(group, fan);
  must_be_quiet(system);
  seen = look_at(watcher);
  CU_ASSERT_EQUAL(seen.heard, 3);
  CU_ASSERT_EQUAL(seen.change, GROUP_LEFT);
  CU_ASSERT_EQUAL(seen.joins, 1);
  CU_ASSERT_EQUAL(seen.present, 1);
  actor_stop(fan.ref);
  must_be_quiet(system);
  seen = look_at(watcher);
  CU_ASSERT_EQUAL(seen.heard, 4);
  CU_ASSERT_EQUAL(seen.joins, 0);
  CU_ASSERT_EQUAL(seen.present, 0);
  stop_system(system);
}

UNDER_ALL(a_watcher_that_comes_late_knows_who_is_in) {
  enum { MANY = 5 };
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = new_fan(system);
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT_EQUAL(group_tell_join(group, any(new_fan(system))), TELL_OK);
  }
  watch(group, watcher);
  watch(group, watcher);  // still one
  join(group, watcher);   // may be both
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).heard, MANY + 1);
  CU_ASSERT_EQUAL(look_at(watcher).present, MANY + 1);
  stop_system(system);
}

UNDER_ALL(who_watches_no_more_hears_nothing) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = new_fan(system);
  FanRef other = new_fan(system);
  watch(group, watcher);
  watch(group, other);
  CU_ASSERT_EQUAL(fan_tell_unwatch(watcher, group), TELL_OK);
  must_be_quiet(system);
  join(group, watcher);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).heard, 0);
  CU_ASSERT_EQUAL(look_at(other).heard, 1);
  CU_ASSERT_EQUAL(bonds_count(&table_at(system, watcher.ref)->bonds), 1);
  stop_system(system);
}

UNDER_ALL(a_watcher_s_end_is_not_the_group_s) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = new_fan(system);
  FanRef fan = new_fan(system);
  watch(group, watcher);
  join(group, fan);
  actor_kill(watcher.ref);
  join(group, fan);
  must_be_quiet(system);
  join(group, fan);
  must_count(group, 1, 3);
  CU_ASSERT_EQUAL(bonds_count(&table_at(system, group.ref)->bonds), 1);
  stop_system(system);
}

// The watcher's one place is taken by a note that it does not handle yet.
UNDER_ALL(a_full_watcher_hears_all_the_same) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = fan_spawn_with(
      system, (SpawnOptions){.label = "watcher", .capacity = 1}, (FanState){0});
  watch(group, watcher);
  must_be_quiet(system);
  for (int i = 0; i < 20; i++) {
    join(group, new_fan(system));
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).present, 20);
  stop_system(system);
}

UNDER_ALL(all_who_ask_for_a_name_get_the_same_group) {
  System *system = start_system();
  GroupRef one = group_named(system, "staff");
  GroupRef two = group_named(system, "staff");
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(one.ref), SPAWN_OK);
  CU_ASSERT(ref_equal(one.ref, two.ref));
  actor_kill(one.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(one.ref, &reason, PATIENCE), END_OK);
  GroupRef three = group_named(system, "staff");
  CU_ASSERT_FALSE(ref_equal(one.ref, three.ref));
  must_count(three, 0, 0);
  stop_system(system);
}

// Counts the allocations of the good case down to none.
STEPPED(a_join_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef watcher = new_fan(system);
  FanRef fan = new_fan(system);
  join(group, new_fan(system));
  watch(group, watcher);
  must_be_quiet(system);
  bool failed = true;
  u64 refused = 0;
  for (i64 successes = 0; failed; successes++) {
    memory_ends_after(successes);
    struct group_join_reply reply = {0};
    AskOutcome outcome = group_ask_join(group, any(fan), &reply, after_ms(1));
    failed = memory_is_back();
    must_be_quiet(system);
    bool joined = outcome == ASK_OK && reply.joined;
    must_count(group, joined ? 2 : 1, joined ? 2 : 1);
    refused += outcome == ASK_OK && !reply.joined;
    if (joined && failed) {  // the watcher was not told, and will hear so
      leave(group, fan);
      must_be_quiet(system);
    }
  }
  CU_ASSERT(refused > 0);
  CU_ASSERT(look_at(watcher).missed > 0);
  stop_system(system);
}

STEPPED(a_member_s_end_needs_no_memory_to_leave) {
  System *system = start_system();
  GroupRef group = new_group(system);
  FanRef fan = new_fan(system);
  FanRef watcher = new_fan(system);
  watch(group, watcher);
  join(group, fan);
  must_be_quiet(system);
  memory_ends_after(0);
  actor_kill(fan.ref);
  must_be_quiet(system);
  CU_ASSERT_TRUE(memory_is_back());  // the watcher's news found none
  must_count(group, 0, 0);
  join(group, watcher);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).missed, 1);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(members_are_listed_in_the_order_in_which_they_joined),
      CASE(who_joins_twice_is_listed_once_and_leaves_twice),
      CASE(a_member_leaves_by_its_end_however_often_it_joined),
      CASE(who_has_ended_is_no_member_for_long),
      CASE(a_watcher_hears_of_each_join_and_leave),
      CASE(a_watcher_that_comes_late_knows_who_is_in),
      CASE(who_watches_no_more_hears_nothing),
      CASE(a_watcher_s_end_is_not_the_group_s),
      CASE(a_full_watcher_hears_all_the_same),
      CASE(all_who_ask_for_a_name_get_the_same_group),
      CASE(a_join_without_memory_is_refused_and_changes_nothing),
      CASE(a_member_s_end_needs_no_memory_to_leave),
      CU_TEST_INFO_NULL};
  return run_suite("groups", cases);
}
