// desk.h -- what the watcher sits at: a session, how it is looked at, and the
// one line that works on both.
//
// Prompt, keys, batch files and overlays all end in desk_line. What a line has
// to say is left in `answer`; a line that is wrong changes nothing else.
#ifndef SIM_DESK_H
#define SIM_DESK_H

#include "explored.h"
#include "goal.h"
#include "plans.h"
#include "puzzle.h"
#include "roster.h"
#include "session.h"
#include "settings.h"
#include "source.h"
#include "text.h"

typedef enum DeskResult {
  DESK_OK,
  DESK_BAD,  // the line is wrong, or asks for what cannot be
  DESK_DIVERGED,
  DESK_LIMIT,
  DESK_INTERRUPTED,
  DESK_MISSING
} DeskResult;

typedef enum ViewKind {
  VIEW_FLOW,
  VIEW_SEQUENCE,
  VIEW_CLUSTER,
  VIEW_ACTORS,
  VIEW_MESSAGES,
  VIEW_CODE,
  VIEW_EXPLORE,
  VIEW_METRICS,
  VIEWS
} ViewKind;
typedef enum PanelKind {
  PANEL_NONE,
  PANEL_HELP,
  PANEL_OUTPUT,
  PANEL_INFO
} PanelKind;

enum { FOLDS = 64 };  // actors that can be folded at once

// How it is looked at.
typedef struct Look {
  ViewKind view;
  PanelKind panel;
  Text info;          // what PANEL_INFO shows
  size_t scroll;      // of the panel, or of the Sequence view from its end
  size_t page;        // lines a page key scrolls; 0: nothing was drawn yet
  u64 actor;          // the selected one; 0: none
  RosterOrder order;  // of the Actors view
  Text filter;        // what the tables and the sequence show; empty: all
  Text search;        // what was searched for last
  bool only;          // the Messages view: those of the selected actor
  size_t option;      // the marked one, an index into the model's options
  size_t found;       // the marked line of the Explore view
  int speed;          // steps a second while running; 0: as fast as it goes
  int theme;          // index into the themes
  bool help_asked;    // which is then no longer offered
  bool quit_asked;    // the watcher was told what leaving loses
  bool mouse;         // clicks are taken; else the terminal has them
  bool clocks;        // vector clocks in the sequence and at the selected actor
  bool zoom;          // the view alone, with as little around it as may be
  bool collapse;      // the sequence shows messages only
  u64 folds[FOLDS];   // in the Cluster view, without those they started
  size_t fold_count;
  // A message on its way across the screen: of the step just made.
  MessageId flying;
  u64 fly_from;
  u64 fly_to;
  int fly_phase;  // 0: none, else 1..FLY_PHASES
} Look;

enum { FLY_PHASES = 4 };

typedef struct Lesson {
  char *text;
  char *until;  // a verb, or an expression; NULL: by key only
} Lesson;

// A run under way, as `run`, `until` and `20 step` start it.
typedef struct Runner {
  bool on;
  bool bounded;
  bool backwards;
  u64 left;
  char *until;
  char *why;  // backwards: what is at its end
  Goal goal;
} Runner;

// A run that is after a goal gives up after so many steps.
enum { GOAL_STEPS = 10000 };

typedef struct Desk {
  Session session;
  Look look;
  Runner runner;
  Lesson *lessons;
  size_t lesson_count;
  size_t lesson_room;
  size_t lesson;  // the one shown; lesson_count: all done
  Puzzles puzzles;
  size_t playing;     // which of them, from 1; 0: none
  u64 goal_seed;      // with which it is played
  bool reached;       // that is said
  Settings settings;  // of the program
  Plans plans;        // what every run is to do at its time
  Text answer;
  Text earlier;   // when a line is wrong: what its commands before that said
  Text waits;     // while a step is awaited: for whom
  Text searches;  // while a search goes on: how far it is
  Explored explored;
  Sources sources;    // what the program is made of; read when it is asked for
  char *source;       // its file, or NULL
  char *source_name;  // how that is shown
  Text source_why;    // why it cannot be shown, if so
  bool interrupted;   // the watcher wants no more of it
  bool failed;        // a search found a failure that no check tells
  bool wrong;         // the last line was
  bool screen;        // a screen is there: runs are shown, panels open
  bool overlay;       // reading an overlay: only its verbs
  bool quit;
  const char *overlay_line;
} Desk;

void desk_init(Desk *desk, const char *program, const char *name, u64 seed);
void desk_release(Desk *desk);
DeskResult desk_start(Desk *desk, u64 seed);

// Says which file the program was made of. `shown` is how it is called.
void desk_source(Desk *desk, const char *file, const char *shown);

// Reads it, anew if it was read before; what is wrong is in source_why.
void desk_read_source(Desk *desk);
// The session shows another run: a record, or a live program.
void desk_show_record(Desk *desk);

// Carries out a line: one or more commands with `;` between them. Without a
// screen it returns when all is done; with one, a run is only begun.
DeskResult desk_line(Desk *desk, const char *line);

// One step of the run under way. Ends it, and says why in `answer`, when it is
// time to.
DeskResult desk_run_once(Desk *desk);

// An outcome of the session as a result, its words as the answer.
DeskResult desk_outcome(Desk *desk, SessionOutcome outcome);

// Reads an overlay: lines in the grammar, only of verbs that may stand there
// (Control.overlays). An error is answered with file and line.
DeskResult desk_overlay(Desk *desk, const char *path);

// The exit status of a run without a screen: 0 as expected, 1 a check failed
// or the program did.
int desk_verdict(const Desk *desk);

#endif
