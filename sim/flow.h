// flow.h -- where the Flow view's boxes stand and its messages run.
//
// For the files of the Flow view; pure geometry, tested by the golden grids.
#ifndef SIM_FLOW_H
#define SIM_FLOW_H

#include "desk.h"
#include "grid.h"

enum { FLOW_BOXES = 64, FLOW_PATH = 1024, FLOW_LINES = 256 };

// A straight stretch that a path takes: of a row, or of a column if `upright`.
typedef struct FlowLine {
  bool upright;
  int place;
  int first;
  int last;
} FlowLine;

typedef struct FlowBox {
  const ModelActor *actor;
  Area area;
  int column;
  int row;
  int worth;  // a box, next to the others
  int ports;  // paths that begin or end here so far
} FlowBox;

typedef struct Flow {
  FlowBox boxes[FLOW_BOXES];
  size_t count;
  int columns;
  int gutter;  // columns between boxes; 0: no room for paths
  size_t folded;
  int fold_lines;  // rows at the bottom for those without a box
  u64 selected;
  u64 partners[FLOW_BOXES];  // whom the selected actor dealt with of late
  size_t partner_count;
  FlowLine lines[FLOW_LINES];
  size_t line_count;
  Area area;
} Flow;

void flow_layout(const Desk *desk, Area area, Flow *flow);
FlowBox *flow_box(Flow *flow, u64 ref);

// One that would get no box even if there were room: the watcher, unneeded.
bool flow_is_unseen(const Flow *flow, const ModelActor *actor);

typedef struct FlowPoint {
  int row;
  int col;
} FlowPoint;

typedef struct FlowPath {
  FlowPoint points[FLOW_PATH];  // every cell, sender's edge first
  int count;
} FlowPath;

// The way of the `nth` message from one box to another, beside those routed
// before as far as there is room. Empty: no room at all.
void flow_route(Flow *flow, FlowBox *from, FlowBox *to, int nth,
                FlowPath *path);

// As if nothing had been routed.
void flow_forget_paths(Flow *flow);

void flow_draw_flights(const Desk *desk, Grid *grid, Flow *flow);
void flow_draw_folded(const Desk *desk, Grid *grid, const Flow *flow);

#endif
