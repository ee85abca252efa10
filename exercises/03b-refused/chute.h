// chute.h -- a letter chute with room for so many: a letter has one owner at
// any time. The contract is given; do not change it.
//
// Who sends gives the letter away, or keeps it: *letter is NULL afterwards if
// it was given away, and untouched if it was refused. Letters come out in the
// order in which they went in.
#ifndef EXERCISE_CHUTE_H
#define EXERCISE_CHUTE_H

#include "base/types.h"

typedef struct Letter Letter;  // what is in it concerns only its owner
typedef struct Chute Chute;

typedef enum ChuteOutcome {
  CHUTE_OK,
  CHUTE_FULL,    // asked not to wait, and there is no room
  CHUTE_CLOSED,  // nobody will empty it any more
} ChuteOutcome;

// Gives an empty chute. `room` is at least 1. Free with chute_free when it is
// closed and nobody uses it any more.
Chute *chute_new(int room);
void chute_free(Chute *chute);

// All below: any thread, several at a time.

// CHUTE_OK: the letter is in it, and *letter is NULL. Else refused: *letter is
// untouched, and still the caller's. Never blocks.
MUST_USE ChuteOutcome chute_try_send(Chute *chute, Letter **letter);

// The same, but blocks while it is full and not closed: never CHUTE_FULL.
MUST_USE ChuteOutcome chute_send(Chute *chute, Letter **letter);

// Gives the oldest letter, which is the caller's now. Blocks while there is
// none. NULL: it was closed.
Letter *chute_take(Chute *chute);

// Once, by who empties it. Refuses all who send from now on, also those who
// wait. Hands each letter that is inside to `undelivered`, the oldest first,
// which owns it then; on this thread and under no lock.
void chute_close(Chute *chute, void (*undelivered)(Letter *letter));

#endif
