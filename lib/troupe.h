// troupe.h -- the framework, whole: what a program includes.
//
//   declare   PROTOCOL, STATE, ACTOR        telling/protocol.h,
//   acting/declare.h system    start, run, stop, wait        acting/system.h
//   inside    fail, take, become, exit      acting/actor.h
//   ask       from outside and from inside  acting/ask.h
//   blocks    owned memory                telling/block.h
//   outcomes  one enum an operation         telling/outcome.h
#ifndef TROUPE_H
#define TROUPE_H

#include <inttypes.h>

#include "acting/declare.h"
#include "acting/system.h"
#include "base/check.h"
#include "telling/block.h"
#include "telling/outcome.h"

#endif
