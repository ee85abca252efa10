// groups.h -- several actors under one address.
//
// A group is an actor that keeps a list. Anybody makes anybody join and leave;
// a member's end makes it leave. As in Erlang's pg, who joins twice is in until
// it has left twice, or ended; the list names it once. Watchers hear of every
// change by a message of their own protocol, whose fields are GROUP_HEAD:
//
//   M(BOSS_CHANGED, boss, changed, GROUP_HEAD, )
//   TellOutcome told = group_watch(group, boss_changed);
//
// What a group says of its members was true when it said so. It is stopped like
// any actor.
#ifndef SURVIVING_GROUPS_H
#define SURVIVING_GROUPS_H

#include "acting/declare.h"
#include "acting/system.h"
#include "surviving/monitors.h"

#define GROUP_CHANGES(E)  \
  E(GROUP_JOINED, joined) \
  E(GROUP_LEFT, left)
ENUM(GroupChange, GROUP_CHANGES)

// join(member): `joined` is false without memory: then nothing has changed.
//     Who has ended joins and leaves at once;
// leave(member): `was` is false if it was no member;
// members(): each once, in the order in which they came in;
// count(): members, and how often they joined in all;
// add_watcher, drop_watcher: see group_watch; lost: the group's own.
#define GROUP(M)                                                       \
  M(GROUP_JOIN, group, join, (ref(Any), member), (bool, joined))       \
  M(GROUP_LEAVE, group, leave, (ref(Any), member), (bool, was))        \
  M(GROUP_MEMBERS, group, members, , (array(ref(Any)), members))       \
  M(GROUP_COUNT, group, count, , (u64, members)(u64, joins))           \
  M(GROUP_ADD_WATCHER, group, add_watcher, (ref(Any), who)(u64, kind), \
    (bool, watched))                                                   \
  M(GROUP_DROP_WATCHER, group, drop_watcher, (ref(Any), who), )        \
  M(GROUP_LOST, group, lost, DOWN_HEAD, )
PROTOCOL(Group, group, GROUP)

// The fields of a message that brings a change. `joins`: how often the member
// is in now; 1 after GROUP_JOINED: it has just come in; 0: it is out. `missed`:
// how many changes this watcher was not told of for want of memory, so that it
// may ask for the members anew.
#define GROUP_HEAD                                                  \
  (ref(Group), group)(ref(Any), member)(enum(GroupChange), change)( \
      u64, joins)(u64, missed)
typedef const MessageInfo *GroupCarrier(CarrierMark mark, GroupRef group,
                                        AnyRef member, GroupChange change,
                                        u64 joins, u64 missed);

// Spawns an empty group; refused as any spawn (spawn_outcome).
MUST_USE GroupRef group_start(System *system, const char *label);

// The group that has this name (names.h), or a new one that gets it: all who
// ask get the same. Refused as a spawn or without memory for the name.
MUST_USE GroupRef group_named(System *system, const char *name);

// Makes the calling actor a watcher, until it ends or takes it back. It hears
// GROUP_JOINED of every present member first, so that it knows them all.
// Anything but TELL_OK: it will hear nothing. Once an actor and group: a second
// watch only changes the message. Inside only.
MUST_USE TellOutcome group_watch(GroupRef group, GroupCarrier *change);

// Nothing of changes that happen after this arrived. Inside only.
MUST_USE TellOutcome group_unwatch(GroupRef group);

#endif
