// history.h -- the model at any step of a tape, without folding from the start.
//
// Keeps copies of models along the way, at most a few dozen: when they become
// too many, every other one goes. So a step back costs a bounded fold.
#ifndef SIM_HISTORY_H
#define SIM_HISTORY_H

#include "model.h"
#include "tape.h"

enum { HISTORY_KEPT = 64 };

typedef struct History {
  Model kept[HISTORY_KEPT];  // by step, ascending
  size_t count;
  u64 interval;  // between two kept ones
} History;

void history_init(History *history);
void history_release(History *history);

// Offers a model for keeping; it is copied if its step is due.
void history_see(History *history, const Model *model);

// Forgets models after `step`.
void history_truncate(History *history, u64 step);

// The step of the last kept model that is not after `step`; 0: there is none.
u64 history_near(const History *history, u64 step);

// Makes *model, which is replaced, the one at `step` of the tape.
void history_model(const History *history, const Tape *tape, u64 step,
                   Model *model);

#endif
