// troupe.h -- the framework, whole: what a program includes.
//
//   telling/protocol.h  PROTOCOL, STATE, ENUM: declarations
//   acting/declare.h    ACTOR; the typed functions it gives
//   acting/spawning.h      prepared first, started later
//   acting/system.h     start, stop; await.h: run, wait
//   acting/actor.h      inside a handler: fail, take, exit; stop, kill, say
//   acting/ask.h        requests that are kept; forward.h: handed on
//   acting/stash.h      messages put aside; machine.h: states within states
//   acting/gather.h     many asks, one result
//   acting/later.h      timers: set, repeated, cancelled
//   surviving/          monitors, links, names, supervisors; groups, routers,
//   buses,
//                       streams, trackers; cancelling, signals, drain
//   proving/            for tests, to be included apart: kit, seeds, faults
//   telling/block.h     owned memory
//   telling/outcome.h   one enum an operation
#ifndef TROUPE_H
#define TROUPE_H

#include <inttypes.h>

#include "acting/declare.h"
#include "acting/gather.h"
#include "acting/machine.h"
#include "acting/system.h"
#include "base/check.h"
#include "surviving/cancelled.h"
#include "surviving/drain.h"
#include "surviving/groups.h"
#include "surviving/links.h"
#include "surviving/monitors.h"
#include "surviving/names.h"
#include "surviving/supervisor.h"
#include "surviving/pubsub.h"
#include "surviving/router.h"
#include "surviving/signals.h"
#include "surviving/stream.h"
#include "surviving/tracker.h"
#include "surviving/watching.h"
#include "telling/block.h"
#include "telling/outcome.h"

#endif
