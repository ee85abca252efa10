// walk.h -- many runs from one moment, without a tape.
//
// A child of its own is brought to the cursor of a session once; each run is
// made by a copy of it (COMMAND_FORK), or, when it cannot be copied, by a child
// started anew. A walk keeps the choices of the run and what each step touched,
// judges the checks, and knows when the run has gone wrong.
#ifndef SIM_WALK_H
#define SIM_WALK_H

#include "acting/footprint.h"
#include "session.h"

typedef struct WalkStep {
  u64 choice;  // index of the option
  char kind;   // first letter of the option's kind
  MessageId id;
  u64 hash;
  Footprint footprint;
} WalkStep;

typedef enum WalkState {
  WALK_READY,        // a step can be chosen
  WALK_QUIET,        // only main could go on, or nothing
  WALK_OVER,         // the program has ended
  WALK_FAILED,       // `failure` says what went wrong at the last step
  WALK_REFUSED,      // the option is not there
  WALK_INTERRUPTED,  // by a signal
  WALK_LOST          // the child cannot be brought to its place; `why`
} WalkState;

typedef struct Walk {
  Session origin;            // a copy of the run up to where the walk begins
  EventListener *own_event;  // origin's
  OutputListener *own_output;
  bool restarts;     // it cannot be copied
  bool only_checks;  // failures of actors and deadlocks are no reason to stop
  bool bears_deadlocks;  // the latter alone
  Model model;           // after the last step
  Checks checks;
  char **reads;   // per check: what it reads, one a line
  char **values;  // and what that was after the last step
  WalkStep *steps;
  size_t count;
  size_t room;
  bool open;     // a step is being told
  bool living;   // a copy or a child makes a run
  bool crashed;  // an actor failed in this step
  WalkState state;
  char failure[512];
  char why[512];
} Walk;

// Brings a child to the session's cursor. The session is not touched.
// WALK_READY, or what went wrong.
MUST_USE WalkState walk_open(Walk *walk, const Session *session);
void walk_close(Walk *walk);

// Begins a run, ending the one before.
MUST_USE WalkState walk_begin(Walk *walk);

// One step: the option of this index. Or many: these in turn; or as the
// program's own policy chooses by this seed, until it is quiet. A run that
// fails on its way has its later steps cut off.
MUST_USE WalkState walk_choose(Walk *walk, u64 index);
MUST_USE WalkState walk_replay(Walk *walk, const u64 *indexes, size_t count);
MUST_USE WalkState walk_run(Walk *walk, u64 steps, u64 seed);

// Whoever listens now hears the child, until walk_begin.
void walk_lend(Walk *walk, EventListener *listener, void *context);

// The option of the model that is this step once more; false: none is.
MUST_USE bool walk_option(const Model *model, const WalkStep *step, u64 *index);

#endif
