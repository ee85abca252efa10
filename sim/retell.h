// retell.h -- the events of a run on real threads, as the steps of a tape.
//
// Under the stepper one thing happens at a time, and a step says which. On
// threads handlers overlap. What one handler does depends only on what its
// actor had been told when it began (unless it waits), so all of it may stand
// where it took its message: the order of the steps is one in which the run
// could have happened, and every event still comes after what it follows from.
// An arrival, and what happens outside of all handlers, is a step of its own.
#ifndef SIM_RETELL_H
#define SIM_RETELL_H

#include "tape.h"

typedef struct RetoldEvent {
  size_t offset;  // of its frame
  size_t length;
  u64 doer;     // whose handler it belongs to; 0: none
  size_t next;  // the doer's next event, its place + 1; 0: none
  EventKind kind;
  bool told;
} RetoldEvent;

typedef struct Retell {
  u8 *bytes;  // frames that are not on the tape yet
  size_t length;
  size_t capacity;
  RetoldEvent *events;
  size_t count;
  size_t room;
  u64 *doers;  // and the last event of each, its place + 1
  size_t *lasts;
  size_t doer_count;
  size_t doer_room;
  size_t last_room;
  u64 at;  // who the last step of the tape is about
} Retell;

void retell_release(Retell *retell);  // empty afterwards

// Takes an event in, and keeps a copy.
void retell_add(Retell *retell, const Event *event);

// Puts all that was taken in on the tape. A handler that has not ended yet goes
// on in a later step.
MUST_USE TapeOutcome retell_flush(Retell *retell, Tape *tape);

#endif
