// gather.h -- one question to several, and what they answer in time. Given; do
// not change it.
//
// The asker makes a gathering and hands a slip of it to each who is asked, as a
// way back. Who has a slip ends it once: with an answer, or without one; also
// long after the asker has gone. Each of them, and the asker, may be a thread
// of its own. Nobody knows who will be the last; the last one frees it all.
#ifndef EXERCISE_GATHER_H
#define EXERCISE_GATHER_H

#include "base/deadline.h"
#include "base/types.h"

enum { GATHER_MOST = 8 };

typedef struct Gather Gather;
typedef struct Slip Slip;

typedef enum AskOutcome {
  ASK_OK,          // here is the answer
  ASK_UNANSWERED,  // the slip was dropped: there will be none
  ASK_TIMEOUT,     // no answer in time; one may still be made
} AskOutcome;

typedef struct Reply {
  AskOutcome outcome;
  i64 value;  // with ASK_OK, or else 0
} Reply;

// Gives a gathering of so many questions, 1 to GATHER_MOST. The asker owns it,
// until gather_wait.
Gather *gather_new(int count);

// Gives the slip of question `number`, counted from 0; each is taken once,
// before gather_wait. Whoever has it ends it, by slip_answer or slip_drop.
Slip *gather_slip(Gather *gather, int number);

// True: in time, the asker has the answer or will have it. False: too late, and
// nothing has happened. The slip has ended either way. Never waits for others.
bool slip_answer(Slip *slip, i64 value);

// Ends the slip without an answer. Never waits for others.
void slip_drop(Slip *slip);

// Blocks until `enough` questions are answered, or so few slips are left that
// they never will be, or the deadline has passed; with NOW it only looks. Fills
// a reply for each question, under its number, and gives how many of them are
// answered: all that were in time, also if that is more than enough. The asker
// has gone then. `enough` is 1 or more, and no more than there are questions.
int gather_wait(Gather *gather, int enough, Reply *replies, Deadline deadline);

#endif
