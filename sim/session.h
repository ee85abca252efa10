// session.h -- one run being watched: child, tape, and the moment looked at.
//
// The cursor is the step whose model is shown. Looking back needs no child;
// acting brings the child to the cursor first, from the start if it must, by
// replaying the choices of the tape and comparing every step's hash. Acting in
// the past opens a branch, as soon as the new step has begun; what came after
// is kept as the old one (branches.h).
#ifndef SIM_SESSION_H
#define SIM_SESSION_H

#include "branches.h"
#include "breaks.h"
#include "checks.h"
#include "engine.h"
#include "history.h"
#include "model.h"
#include "output.h"
#include "tape.h"

typedef enum SessionOutcome {
  SESSION_OK,
  SESSION_QUIET,        // nothing is enabled; a command may still be given
  SESSION_OVER,         // the run has ended; `said` says how
  SESSION_REFUSED,      // nothing changed; `said` says why
  SESSION_DIVERGED,     // the replay did not repeat the tape; `said` says where
  SESSION_LIMIT,        // the tape is full
  SESSION_INTERRUPTED,  // by a signal
  SESSION_AWAITS,       // a live program has told nothing new yet
  SESSION_MISSING       // the program cannot be started
} SessionOutcome;

typedef enum SessionSource {
  SOURCE_PROGRAM,  // a child, which can be stepped
  SOURCE_RECORD,   // a file: there is nothing beyond its end
  SOURCE_LIVE      // a program elsewhere, which is only watched
} SessionSource;

typedef struct Session {
  SessionSource source;
  struct Watch *watch;  // of a live one (watch.h)
  char *program;        // path
  char *name;           // how it is called on the screen
  u64 seed;
  volatile int *stop;  // becomes true by a signal; may be NULL

  Engine engine;
  u64 child_step;  // where the child stands
  bool replaying;
  u64 diverged;  // the step at which a replay went another way; 0: none

  Tape tape;
  History history;
  Model model;  // at the cursor
  Output output;
  Checks checks;
  Breaks breaks;
  Ending ending;
  Branches branches;
  struct Recent *recent;  // what views read of the last steps (recent.h)
  u64 dropped;   // steps of the future that the last action left behind
  bool failing;  // a check failed at the step just made, for the first time
  char said[512];
} Session;

void session_init(Session *session, const char *program, const char *name,
                  u64 seed);
void session_release(Session *session);

// Starts the run anew with this seed. The checks and breaks stay; what there
// was of a run becomes a kept branch.
SessionOutcome session_start(Session *session, u64 seed);

// Opens a file instead of a program; what there was is forgotten. `said` says
// what is missing, or why it cannot be opened: then nothing has changed.
MUST_USE bool session_load(Session *session, const char *path);

// Watches the program at this socket, instead of starting one. Once, and first.
// False: `said` says why not.
MUST_USE bool session_attach(Session *session, const char *path);

u64 session_cursor(const Session *session);
u64 session_last(const Session *session);

// The next step: the recorded one, or one the program's own policy chooses.
SessionOutcome session_step(Session *session);

// Takes the option of this index at the cursor.
SessionOutcome session_choose(Session *session, u64 index);

// A message from the watcher, or an end, as a step of its own.
SessionOutcome session_send(Session *session, u64 actor, const char *message);
SessionOutcome session_kill(Session *session, u64 actor);

// "drop", "dup", "move" or "delay", as COMMAND_FAULT says (event.h).
SessionOutcome session_fault(Session *session, const char *verb, u64 holder,
                             MessageId id, u64 number);

// What acting/network.h says, of this actor or nobody (0).
SessionOutcome session_network(Session *session, u64 actor, const char *words);

// Looks at another step of the tape; beyond its end is its end.
void session_goto(Session *session, u64 step);

// Makes a kept branch the run that is watched, at the step where it was left;
// the one watched before is kept. False: no such branch.
MUST_USE bool session_switch(Session *session, u64 branch);

// Adds a check and tells it everything the tape has.
void session_check(Session *session, const char *name, const Rule *rule);
// Turns a built-in one on or off, likewise.
void session_turn_check(Session *session, CheckItem *check, bool on);

// The last step before the cursor at which a break is hit or a check failed,
// and *why says which. False: there is none, or a signal came.
MUST_USE bool session_seek_back(Session *session, u64 *step, Text *why);

// Ends the child. The tape stays.
void session_stop(Session *session);

#endif
