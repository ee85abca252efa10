// viewer.h -- the watch screen: the terminal, the keys, what is being shown.
#ifndef RUNNER_VIEWER_H
#define RUNNER_VIEWER_H

#include "learn.h"
#include "verdict.h"

typedef struct Viewer Viewer;

// Takes the terminal; NULL where there is none that can be drawn on. Give it
// back with viewer_close.
Viewer *viewer_open(Learn *learn);
void viewer_close(Viewer *viewer);

// This exercise is shown from now on.
void viewer_begin(Viewer *viewer, const Exercise *exercise);

// Looks after keys and size, without waiting. True: the exercise is to be left,
// for viewer_next's, or for good.
MUST_USE bool viewer_turn(Viewer *viewer);

// Which exercise is wanted now; NULL: none.
const Exercise *viewer_next(Viewer *viewer);

// A line about what goes on.
void viewer_note(Viewer *viewer, const char *note);

// A verdict, borrowed during the call, and what is to be said above it.
void viewer_tell(Viewer *viewer, const Verdict *verdict, const char *note);

#endif
