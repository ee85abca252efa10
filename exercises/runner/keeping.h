// keeping.h -- where the learner's work is kept.
//
// In mine/, which updates of the project leave alone, and once more in the
// user's data folder ($XDG_DATA_HOME/troupe/mine or
// ~/.local/share/troupe/mine), from where it comes back when there is no mine/:
// after a new clone. With TROUPE_MINE the learner has chosen the place, and
// there is no second one.
#ifndef RUNNER_KEEPING_H
#define RUNNER_KEEPING_H

#include "learn.h"

// Copies mine/NAME to the second place. A failure changes nothing.
void keeping_copy(const Learn *learn, const char *name);

// Where there is no mine/ yet, copies back what there is; gives how many files.
size_t keeping_bring_back(const Learn *learn);

#endif
