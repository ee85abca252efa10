// troupe.h -- the framework, whole: what a program includes.
//
//   telling/protocol.h  PROTOCOL, STATE, ENUM: declarations
//   acting/declare.h    ACTOR; the typed functions it gives
//   acting/spawning.h      prepared first, started later
//   acting/system.h     start, stop; await.h: run, wait
//   acting/actor.h      inside a handler: fail, take, exit; stop, kill, say
//   acting/ask.h        requests that are kept; forward.h: handed on
//   acting/later.h      timers: set, repeated, cancelled
//   surviving/          monitors, links, names, supervisors
//   telling/block.h     owned memory
//   telling/outcome.h   one enum an operation
#ifndef TROUPE_H
#define TROUPE_H

#include <inttypes.h>

#include "acting/declare.h"
#include "acting/system.h"
#include "base/check.h"
#include "surviving/links.h"
#include "surviving/monitors.h"
#include "surviving/names.h"
#include "surviving/supervisor.h"
#include "telling/block.h"
#include "telling/outcome.h"

#endif
