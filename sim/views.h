// views.h -- a desk as a grid. Pure: the same desk draws the same cells.
#ifndef SIM_VIEWS_H
#define SIM_VIEWS_H

#include "catalog.h"
#include "desk.h"
#include "grid.h"

// The whole screen: header, the view, NEXT, checks, tape, message, lesson, bar.
// `prompt` is where the prompt's line will be, or -1.
void frame_draw(const Desk *desk, Grid *grid, int *prompt);

// The two views, and what is drawn over or beside them.
void flow_draw(const Desk *desk, Grid *grid, Area area);
void sequence_draw(const Desk *desk, Grid *grid, Area area);
void inspect_draw(const Desk *desk, Grid *grid, Area area);
void panel_draw(const Desk *desk, Grid *grid, Area area);

// The rows below the view, from the bottom up to what fits; gives what is left
// of the area.
Area foot_draw(const Desk *desk, Grid *grid, Area area, int *prompt);

void menu_draw(const Catalog *catalog, size_t marked, Grid *grid);

#endif
