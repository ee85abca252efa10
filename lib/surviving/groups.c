// groups.c -- two tables in one actor: who is in, and who wants to hear of it.
//
// The tables are rows of arrays, so that they show. Members and watchers are
// each monitored once.
#include "surviving/groups.h"

#include <string.h>

#include "acting/runtime.h"
#include "base/check.h"
#include "surviving/names.h"
#include "surviving/notice.h"
#include "surviving/rows.h"

#define GROUP_NEWS(M) M(GROUP_NEWS_CHANGED, group_news, changed, GROUP_HEAD, )
PROTOCOL_DATA(GroupNews, group_news, GROUP_NEWS)

STATE(GroupState,
      (array(ref(Any)), members)(array(u64), joins)(array(u64), monitors)(
          array(ref(Any)),
          watchers)(array(u64), kinds)(array(u64), missed)(array(u64), watches))
ACTOR(Group, group, GroupState, grouping)

// Where it stands in the list, or the list's count.
static size_t place_of(ArrayRef list, Ref ref) {
  size_t i = 0;
  while (i < list.count && !ref_equal(list.items[i].ref, ref)) {
    i++;
  }
  return i;
}

static size_t place_of_number(ArrayU64 list, u64 number) {
  size_t i = 0;
  while (i < list.count && list.items[i] != number) {
    i++;
  }
  return i;
}

static void add_number(ArrayU64 *list, u64 number) {
  list->items[list->count++] = number;
}

static void remove_number(ArrayU64 *list, size_t index) {
  rows_remove(list, sizeof *list->items, index);
}

// ---- Watchers ----

static void tell_one(GroupState *self, size_t watcher, AnyRef member,
                     GroupChange change, u64 joins) {
  Ref to = self->watchers.items[watcher].ref;
  const MessageInfo *info = notice_info(to, self->kinds.items[watcher]);
  if (info == NULL) {
    return;  // its end is on its way to us
  }
  struct group_news_changed fields = {.group = group_self(),
                                      .member = member,
                                      .change = change,
                                      .joins = joins,
                                      .missed = self->missed.items[watcher]};
  TellOutcome told = notice_tell(to, info, &fields);
  self->missed.items[watcher] += told == TELL_NO_MEMORY;
}

static void tell_all(GroupState *self, AnyRef member, GroupChange change,
                     u64 joins) {
  for (size_t i = 0; i < self->watchers.count; i++) {
    tell_one(self, i, member, change, joins);
  }
}

static bool watch(GroupState *self, AnyRef who, u64 kind) {
  size_t place = place_of(self->watchers, who.ref);
  if (place < self->watchers.count) {
    self->kinds.items[place] = kind;
    return true;
  }
  u64 monitor = 0;
  bool room = rows_room(&self->watchers, sizeof who) &&
              rows_room(&self->kinds, sizeof kind) &&
              rows_room(&self->missed, sizeof kind) &&
              rows_room(&self->watches, sizeof monitor);
  monitor = room ? actor_monitor(who.ref, group_lost) : 0;
  if (monitor == 0) {
    return false;
  }
  self->watchers.items[self->watchers.count++] = who;
  add_number(&self->kinds, kind);
  add_number(&self->missed, 0);
  add_number(&self->watches, monitor);
  for (size_t i = 0; i < self->members.count; i++) {
    tell_one(self, place, self->members.items[i], GROUP_JOINED,
             self->joins.items[i]);
  }
  return true;
}

static void forget_watcher(GroupState *self, size_t place) {
  rows_remove(&self->watchers, sizeof *self->watchers.items, place);
  remove_number(&self->kinds, place);
  remove_number(&self->missed, place);
  remove_number(&self->watches, place);
}

static void unwatch(GroupState *self, Ref who) {
  size_t place = place_of(self->watchers, who);
  if (place < self->watchers.count) {
    ignore(actor_demonitor(self->watches.items[place]));
    forget_watcher(self, place);
  }
}

// ---- Members ----

static bool enter(GroupState *self, AnyRef member) {
  u64 monitor = 0;
  bool room = rows_room(&self->members, sizeof member) &&
              rows_room(&self->joins, sizeof monitor) &&
              rows_room(&self->monitors, sizeof monitor);
  monitor = room ? actor_monitor(member.ref, group_lost) : 0;
  if (monitor == 0) {
    return false;
  }
  self->members.items[self->members.count++] = member;
  add_number(&self->joins, 0);
  add_number(&self->monitors, monitor);
  return true;
}

static bool join(GroupState *self, AnyRef member) {
  size_t place = place_of(self->members, member.ref);
  if (place == self->members.count && !enter(self, member)) {
    return false;
  }
  tell_all(self, member, GROUP_JOINED, ++self->joins.items[place]);
  return true;
}

static void leave_for_good(GroupState *self, size_t place) {
  AnyRef member = self->members.items[place];
  rows_remove(&self->members, sizeof member, place);
  remove_number(&self->joins, place);
  remove_number(&self->monitors, place);
  tell_all(self, member, GROUP_LEFT, 0);
}

static bool leave(GroupState *self, AnyRef member) {
  size_t place = place_of(self->members, member.ref);
  if (place == self->members.count) {
    return false;
  }
  u64 joins = --self->joins.items[place];
  if (joins > 0) {
    tell_all(self, member, GROUP_LEFT, joins);
  } else {
    ignore(actor_demonitor(self->monitors.items[place]));
    leave_for_good(self, place);
  }
  return true;
}

static void lose(GroupState *self, u64 monitor) {
  size_t member = place_of_number(self->monitors, monitor);
  size_t watcher = place_of_number(self->watches, monitor);
  if (member < self->monitors.count) {
    leave_for_good(self, member);
  } else if (watcher < self->watches.count) {
    forget_watcher(self, watcher);
  }
}

static u64 sum(ArrayU64 list) {
  u64 all = 0;
  for (size_t i = 0; i < list.count; i++) {
    all += list.items[i];
  }
  return all;
}

static void grouping(GroupState *self, const GroupMsg *message) {
  switch (message->kind) {
    case GROUP_JOIN:
      group_reply_join(join(self, message->join.member));
      break;
    case GROUP_LEAVE:
      group_reply_leave(leave(self, message->leave.member));
      break;
    case GROUP_MEMBERS:
      group_reply_members(self->members);
      break;
    case GROUP_COUNT:
      group_reply_count(self->members.count, sum(self->joins));
      break;
    case GROUP_ADD_WATCHER:
      group_reply_add_watcher(
          watch(self, message->add_watcher.who, message->add_watcher.kind));
      break;
    case GROUP_DROP_WATCHER:
      unwatch(self, message->drop_watcher.who.ref);
      break;
    case GROUP_LOST:
      lose(self, message->lost.monitor);
      break;
  }
}

// ---- From anywhere ----

GroupRef group_start(System *system, const char *label) {
  return group_spawn(system, label, (GroupState){.members = {NULL, 0}});
}

GroupRef group_named(System *system, const char *name) {
  GroupRef found = WHEREIS(group, system, name);
  while (ref_equal(found.ref, NOBODY)) {
    GroupRef made = group_start(system, name);
    if (spawn_outcome(made.ref) != SPAWN_OK) {
      return made;
    }
    NameOutcome outcome = names_register(made.ref, name);
    if (outcome == NAME_OK) {
      return made;
    }
    actor_kill(made.ref);
    if (outcome != NAME_TAKEN) {
      return (GroupRef){NOBODY};
    }
    found = WHEREIS(group, system, name);
  }
  return found;
}

TellOutcome group_watch(GroupRef group, GroupCarrier *change) {
  const Actor *self = bond_self();
  const MessageInfo *info =
      change((CarrierMark){0}, group, (AnyRef){NOBODY}, GROUP_JOINED, 0, 0);
  CHECK(strcmp(info->protocol->name, self->type->protocol->name) == 0 &&
        "changes come as a message of the actor's own protocol");
  return group_tell_add_watcher(group, (AnyRef){actor_self()}, info->kind);
}

TellOutcome group_unwatch(GroupRef group) {
  return group_tell_drop_watcher(group, (AnyRef){actor_self()});
}
