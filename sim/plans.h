// plans.h -- what is to be done in every run, when its time has come.
//
//   at := ("2s" | "500ms") COMMAND
//   on := [N "st|nd|rd|th"] MESSAGE "to" ACTOR ("drop" | "dup" | "delay" SPAN)
//   between := NODE NODE ("latency" SPAN [".." SPAN]
//                         | "partition" ["lossy"] ["for" SPAN])
// A COMMAND is one of those that are a step of their own: kill, restart, send,
// the faults, and those of the network. `at` comes with the first step at which
// the clock is there, `on` when the Nth such message has been sent, `between`
// once actors are on both nodes. Each is done once in a run, by a run that goes
// on at the end of the tape; searches do not hear of them.
#ifndef SIM_PLANS_H
#define SIM_PLANS_H

#include "model.h"
#include "tape.h"
#include "text.h"

typedef struct Plan {
  i64 time;       // at
  u64 nth;        // on: 0: it is another
  char *message;  // on: its name, and its receiver's label
  char *actor;
  char *nodes[2];  // between
  char *command;   // on: without the message
  u64 counted;     // on: the steps up to here have been looked through
  u64 count;
  MessageId id;  // of the Nth
  u64 done;      // the step that it was; 0: not yet
  bool vain;     // its command was refused
} Plan;

typedef struct Plans {
  Plan *items;
  size_t count;
  size_t room;
} Plans;

void plans_release(Plans *plans);

// Adds what the words behind `at` or `on` say; `rest` is what follows the first
// of `at`. False: *why gets one line, nothing has changed.
MUST_USE bool plans_read_at(Plans *plans, char *const *words, size_t count,
                            const char *rest, Text *why);
MUST_USE bool plans_read_on(Plans *plans, char *const *words, size_t count,
                            Text *why);
MUST_USE bool plans_read_between(Plans *plans, char *const *words, size_t count,
                                 Text *why);

// The command that is due at the end of this tape, in *line; the plan is taken
// as done by the next step. False: none is.
MUST_USE bool plans_due(Plans *plans, const Tape *tape, const Model *model,
                        Text *line);

// The command just due was refused: it is not due again in this run.
void plans_refused(Plans *plans, const Model *model);

// A run begins.
void plans_renew(Plans *plans);

#endif
