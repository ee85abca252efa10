// made.h -- a tape made without a program: workers that hand work round.
#ifndef BENCH_FRAMES_MADE_H
#define BENCH_FRAMES_MADE_H

#include "base/rng.h"
#include "desk.h"

typedef struct Pending {
  MessageId id;
  u64 to;
} Pending;

typedef struct Maker {
  Tape *tape;
  Rng rng;
  u64 actors;
  u64 *sequences;  // by slot
  u64 events;
  u64 options;       // told after each step
  Pending *pending;  // in the order they were sent
  size_t sent;
  size_t arrived;
  size_t taken;
  size_t room;
} Maker;

// Makes the desk, and its tape up to the first step: so many actors, and so
// many messages, nine of ten in mailboxes. After each step so many options are
// told.
Maker made_begin(Desk *desk, u64 actors, u64 messages, u64 options);

// Adds step `number`, from 1: one message arrives, or one actor takes one and
// sends another to somebody else.
void made_step(Maker *maker, u64 number);

// The desk and its tape stay.
void made_release(Maker *maker);

u64 made_ref(u64 slot);

#endif
