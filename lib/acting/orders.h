// orders.h -- which run comes next in a search through all orders. Not for
// users.
//
// Depth first over the choices. With reduction only one run of each class of
// runs that differ in the order of independent steps alone: source sets and
// sleep sets after Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic
// partial order reduction" (2014). Without it, all. It knows no child: it is
// told what was open and what a step touched.
#ifndef ACTING_ORDERS_H
#define ACTING_ORDERS_H

#include "acting/footprint.h"
#include "base/arena.h"

// What could be taken: whose step, and which, by a number that is another for
// another (footprint_step).
typedef struct OpenStep {
  u64 process;
  u64 step;
} OpenStep;

typedef struct Frame {
  OpenStep *steps;  // that were open before the step, by index of the option
  bool *wanted;     // still to be taken here, or taken
  bool *done;
  size_t open;
  u64 choice;
  Footprint footprint;  // of the step taken
  Footprint *sleeping;  // steps not to be taken here: explored elsewhere
  size_t sleeping_count;
  u64 *before;  // bit i: the step of frame i happened before this one
  size_t mark;  // the arena before this frame
} Frame;

typedef struct Orders {
  bool reduces;
  Arena *arena;
  Frame *frames;
  size_t count;
  size_t most;
  size_t fixed;     // the next run begins with the choices of so many frames
  size_t analysed;  // races among the first so many frames are known
  size_t followed;  // what the steps of the first so many frames undid is known
} Orders;

// For runs of at most `most` steps. Nothing else is taken from the arena from
// now on but what is given back before the next call.
void orders_init(Orders *orders, bool reduces, size_t most, Arena *arena);

// A state the run has come to, and what is open. Gives the option to take;
// false: all that is open sleeps, so that another run covers this one.
MUST_USE bool orders_enter(Orders *orders, const OpenStep *steps, size_t open,
                           u64 *choice);

// What the step just taken touched; of frame `at`, for those of a prefix.
void orders_took(Orders *orders, size_t at, const Footprint *footprint);

// The run is over, and this process still waits for room in that mailbox.
void orders_wait(Orders *orders, u64 process, u64 mailbox);

// The run is left where it is, though more could follow: at a bound.
void orders_leave(Orders *orders);

// The run is over: makes the next one's beginning, `fixed` frames. False: there
// is none.
MUST_USE bool orders_next(Orders *orders);

// How much of the tree of runs lies behind, from 0 to 1, each choice that is
// still wanted taken for as large as the others beside it.
f64 orders_share(const Orders *orders);

// A number that is the same for runs which differ in the order of independent
// steps alone, and else different, as far as 64 bits go.
u64 orders_class(Orders *orders);

#endif
