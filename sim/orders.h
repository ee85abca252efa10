// orders.h -- which run comes next in a search through all orders.
//
// Depth first over the choices. With reduction only one run of each class of
// runs that differ in the order of independent steps alone: source sets and
// sleep sets after Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic
// partial order reduction" (2014). Without it, all. It knows no child: it is
// told what was open and what a step touched.
#ifndef SIM_ORDERS_H
#define SIM_ORDERS_H

#include "footprint.h"

typedef struct Frame {
  u64 *processes;  // that were open before the step, by index of the option
  bool *wanted;    // still to be taken here, or taken
  bool *done;
  size_t open;
  u64 choice;
  Footprint footprint;  // of the step taken
  Footprint *sleeping;  // steps not to be taken here: explored elsewhere
  size_t sleeping_count;
  size_t sleeping_room;
  u64 *before;  // bit i: the step of frame i happened before this one
} Frame;

typedef struct Orders {
  bool reduces;
  Frame *frames;
  size_t count;
  size_t room;
  size_t fixed;     // the next run begins with the choices of so many frames
  size_t analysed;  // races among the first so many frames are known
} Orders;

void orders_init(Orders *orders, bool reduces);
void orders_release(Orders *orders);

// A state the run has come to. Gives the option to take; false: all that is
// open sleeps, so that another run covers this one.
MUST_USE bool orders_enter(Orders *orders, const Model *model, u64 *choice);

// What the step just taken touched; of frame `at`, for those of a prefix.
void orders_took(Orders *orders, size_t at, const Footprint *footprint);

// The run is over: makes the next one's beginning, `fixed` frames. False: there
// is none.
MUST_USE bool orders_next(Orders *orders);

// A number that is the same for runs which differ in the order of independent
// steps alone, and else different, as far as 64 bits go.
u64 orders_class(const Orders *orders);

#endif
