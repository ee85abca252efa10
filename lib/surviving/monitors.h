// monitors.h -- one actor watches another: one message when that one ends.
//
// The watcher names the message of its own protocol that will bring the news;
// its fields are DOWN_HEAD, and any other message does not compile:
//
//   M(BOSS_LOST, boss, lost, DOWN_HEAD, )
//   MonitorId monitor = actor_monitor(worker.ref, boss_lost);
//
// Exactly one comes for each monitor, unless the watcher takes the monitor back
// or ends first. It comes after everything the ended actor sent, in the
// watcher's mailbox behind what is there, and counts against no bound. It is
// allocated with the monitor. All of it from handlers, on_start or on_stop.
#ifndef SURVIVING_MONITORS_H
#define SURVIVING_MONITORS_H

#include "acting/actor.h"
#include "surviving/bonds.h"

// The fields of a message that brings an end: who ended and why. `monitor` is 0
// where a link brings it (links.h).
#define DOWN_HEAD (u64, monitor)(ref(Any), who)(enum(StopReason), reason)

// A monitor in its system, never used again.
typedef u64 MonitorId;

// Watches any actor, oneself too. If it has ended the message comes all the
// same, with the reason as long as anybody knows it and STOPPED_GONE
// otherwise; so also for a reference of no actor of this system. Gives the
// monitor, or 0 when out of memory: then nothing will come.
MUST_USE MonitorId actor_monitor(Ref who, EndingCarrier *down);

// The same with the descriptor of any message that the actor understands.
MUST_USE MonitorId actor_monitor_by(Ref who, const MessageInfo *down);

// Takes the monitor back: its message will not be handled, even if it is in the
// mailbox already. False: it was handled before, or is no monitor of this
// actor.
bool actor_demonitor(MonitorId monitor);

#endif
