// bond_table.h -- the notices an actor keeps for others. Not for users.
//
// A bond is the message that will end it, allocated with it: the watched actor
// keeps the DOWN, the watcher the UNWATCH, each of two linked ones an EXIT for
// the other. Kept messages are found by their kind and number, links also by
// who is at the other end. Only the thread that runs the actor.
#ifndef SURVIVING_BOND_TABLE_H
#define SURVIVING_BOND_TABLE_H

#include "acting/control_messages.h"
#include "acting/runtime.h"

// Keeps the message. Needs no memory: with some it is found faster.
void bonds_add(BondTable *bonds, Message *message);

// Gives the kept message of that kind and number; an EXIT must also be for
// `peer`, a hint that others ignore. NULL: there is none.
Message *bonds_take(BondTable *bonds, ControlKind kind, u64 number, Ref peer);

// Gives one of the EXITs that are kept for `peer`, or NULL.
Message *bonds_take_link(BondTable *bonds, Ref peer);

// True if an EXIT is kept for `peer`.
bool bonds_has_link(const BondTable *bonds, Ref peer);

// Gives any, in an order that is the same in every run. NULL: none is left, and
// the table holds no memory any more.
Message *bonds_take_any(BondTable *bonds);

// How many are kept.
u32 bonds_count(const BondTable *bonds);

// The number of a bond: the first field of all their messages.
u64 bond_number(Message *message);

#endif
