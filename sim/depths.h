// depths.h -- how full each mailbox was at the last steps.
#ifndef SIM_DEPTHS_H
#define SIM_DEPTHS_H

#include "model.h"

enum { DEPTHS_KEPT = 256 };  // steps; the oldest go first

typedef struct Depths {
  u32 *values;    // of a step all actors; a ring of steps
  size_t actors;  // so many there is room for
  u64 next;       // steps that were looked at
} Depths;

void depths_begin(Depths *depths);
void depths_release(Depths *depths);

// Notes what the model, one step further than the last, has in its mailboxes.
void depths_look(Depths *depths, const Model *model);

// Of how many steps, the newest included, it is known.
size_t depths_steps(const Depths *depths);

// Of the actor at `index` in the model, so many steps ago; less than
// depths_steps.
u32 depths_at(const Depths *depths, size_t index, size_t ago);

#endif
