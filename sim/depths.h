// depths.h -- how full each mailbox was over a stretch of the tape.
#ifndef SIM_DEPTHS_H
#define SIM_DEPTHS_H

#include "history.h"
#include "model.h"
#include "tape.h"

typedef struct Depths {
  u32 *values;  // of an actor all steps, then the next actor's
  size_t actors;
  size_t steps;
} Depths;

// The steps first..last, for the actors of `model`, which is at `last`.
void depths_make(Depths *depths, const Tape *tape, const History *history,
                 const Model *model, u64 first);
void depths_release(Depths *depths);

// Of the actor at `index` in the model, its depth at the nth of the steps.
u32 depths_at(const Depths *depths, size_t index, size_t nth);

#endif
