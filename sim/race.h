// race.h -- which earlier step a step of the tape races with, and which later
// ones follow from it.
#ifndef SIM_RACE_H
#define SIM_RACE_H

#include "session.h"
#include "walk.h"

enum { RACE_REACH = 400, UNDO_REACH = 4000 };  // steps looked back, and on

typedef struct Race {
  u64 earlier;  // step
  u64 later;
  // What has to be done from the step before `earlier` so that the later one
  // comes first: steps between that do not follow from the earlier one, the
  // later one, the earlier one.
  WalkStep *steps;
  size_t count;
} Race;

// The nearest race of the step at the cursor. False: it races with none.
// Release with race_release.
MUST_USE bool race_find(const Session *session, Race *race);
// The steps behind the cursor's that do not follow from it: those of other
// actors who took no message that it or its consequences brought (undoing an
// event with its consequences alone, after Lanese, Nishida, Palacios and Vidal,
// "CauDEr", 2018). False: there are more than UNDO_REACH.
MUST_USE bool race_without(const Session *session, Race *rest);

// Two steps of the tape that race: nothing but the choice of order stood
// between them.
typedef struct RacePair {
  u64 earlier;
  u64 later;
} RacePair;

enum { RACE_PAIRS = 40, RACE_WINDOW = 160, RACE_AHEAD = 60 };

// The races around the cursor, the latest first: those of the RACE_WINDOW steps
// that end RACE_AHEAD behind it. Each later step is named once, with the
// nearest it races with. Gives how many there are in pairs[RACE_PAIRS].
size_t race_pairs(const Session *session, RacePair *pairs);

void race_release(Race *race);

#endif
