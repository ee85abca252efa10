// progress.h -- which goals were reached, in a file of the user's.
//
// $XDG_DATA_HOME/troupe/puzzles, or ~/.local/share/troupe/puzzles: lines of
// SCENE/GOAL and the fewest choices it was reached by. What cannot be read in
// it is passed over, and gone when it is next written; a file that cannot be
// written is said, and nothing else comes of it.
#ifndef SIM_PROGRESS_H
#define SIM_PROGRESS_H

#include "text.h"

typedef struct Win {
  char *what;  // SCENE/GOAL
  u64 choices;
} Win;

typedef struct Progress {
  Win *wins;
  size_t count;
  size_t room;
} Progress;

void progress_read(Progress *progress);
void progress_release(Progress *progress);

// The fewest choices it was reached by; 0: never.
u64 progress_of(const Progress *progress, const char *what);

// Notes it in the file, if it was never reached or by more choices; the file is
// replaced as a whole. False: it could not be written, *why says why.
MUST_USE bool progress_note(const char *what, u64 choices, Text *why);

#endif
