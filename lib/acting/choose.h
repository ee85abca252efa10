// choose.h -- what could happen next, and who decides.
//
// Under the stepper every step is one choice among the options that are open:
// a message enters a mailbox (flush), an actor takes one (handle), the earliest
// timer fires (timer), a handler that waited goes on (wake), or main goes on
// although it waits (main). A policy chooses. A run is its seed and its
// choices.
#ifndef ACTING_CHOOSE_H
#define ACTING_CHOOSE_H

#include "acting/dispatch.h"
#include "base/types.h"
#include "telling/event.h"
#include "telling/message.h"
#include "telling/ref.h"

typedef enum OptionKind {
  OPTION_FLUSH,
  OPTION_HANDLE,
  OPTION_TIMER,
  OPTION_WAKE,
  OPTION_MAIN
} OptionKind;

const char *option_kind_name(OptionKind kind);  // "flush", ...

typedef struct Option {
  OptionKind kind;
  Ref actor;               // whose outbox, mailbox, timer or wait it is
  Ref other;               // flush: the receiver; handle: the sender
  const Message *message;  // flush and handle; may be NULL
  i64 due;                 // timer: when
} Option;

// What a policy wants: one of the options, or something from outside.
typedef enum ChoiceKind {
  CHOOSE_OPTION,  // `index`
  CHOOSE_SEND,    // `text` is a message for `actor`
  CHOOSE_KILL,    // `actor`
  CHOOSE_FAULT    // what `fault` says: a COMMAND_FAULT
} ChoiceKind;

typedef struct Choice {
  ChoiceKind kind;
  size_t index;
  Ref actor;
  const char *text;    // borrowed until the next choice
  const Event *fault;  // likewise
} Choice;

typedef struct ChoicePolicy {
  // `step` is the number the step will have, from 1. Must answer the same for
  // the same run so far.
  Choice (*choose)(void *context, u64 step, const Option *options,
                   size_t count);
  // Told why a CHOOSE_SEND or CHOOSE_KILL was refused; or NULL.
  void (*refused)(void *context, const char *why);
  // Told what the step under way looks at (dispatch.h), which no event says; or
  // NULL.
  void (*looked)(void *context, PointKind point, u64 what);
  void *context;
  // True: asked also when all is quiet, with OPTION_MAIN alone, so that it can
  // send something; false: main goes on at once.
  bool drives;
} ChoicePolicy;

// Chooses by seed and step number alone, timers only when nothing else is
// open. *seed is borrowed.
ChoicePolicy policy_random(const u64 *seed);

// What policy_random would choose.
size_t choose_random(u64 seed, u64 step, const Option *options, size_t count);

// Takes `choices` in turn, then policy_random's with seed 0.
typedef struct Replay {
  const size_t *choices;
  size_t count;
} Replay;
ChoicePolicy policy_replay(Replay *replay);

#endif
