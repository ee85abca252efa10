// flow.h -- where the Flow view's boxes stand and its messages run.
//
// For view_flow.c; pure geometry, tested by the golden grids.
#ifndef SIM_FLOW_H
#define SIM_FLOW_H

#include "desk.h"
#include "grid.h"

enum { FLOW_BOXES = 64, FLOW_PATH = 1024 };

typedef struct FlowBox {
  const ModelActor *actor;
  Area area;
  int column;
  int row;
  int ports;  // paths that begin or end here so far
} FlowBox;

typedef struct Flow {
  FlowBox boxes[FLOW_BOXES];
  size_t count;
  int columns;
  int gutter;  // columns between boxes; 0: no room for paths
  size_t folded;
  Area area;
} Flow;

void flow_layout(const Desk *desk, Area area, Flow *flow);
FlowBox *flow_box(Flow *flow, u64 ref);

typedef struct FlowPoint {
  int row;
  int col;
} FlowPoint;

typedef struct FlowPath {
  FlowPoint points[FLOW_PATH];  // every cell, sender's edge first
  int count;
} FlowPath;

// The way of the `nth` message from one box to another. Empty: no room.
void flow_route(Flow *flow, FlowBox *from, FlowBox *to, int nth,
                FlowPath *path);

#endif
