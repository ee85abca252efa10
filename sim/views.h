// views.h -- a desk as a grid. Pure: the same desk draws the same cells.
#ifndef SIM_VIEWS_H
#define SIM_VIEWS_H

#include "catalog.h"
#include "desk.h"
#include "grid.h"

// The whole screen: header, the view, NEXT, checks, tape, message, lesson, bar.
// `prompt` is where the prompt's line will be, or -1.
void frame_draw(const Desk *desk, Grid *grid, int *prompt);

// The views, and what is drawn over or beside them.
void flow_draw(const Desk *desk, Grid *grid, Area area);
void sequence_draw(const Desk *desk, Grid *grid, Area area);
void cluster_draw(const Desk *desk, Grid *grid, Area area);
void actors_draw(const Desk *desk, Grid *grid, Area area);
void messages_draw(const Desk *desk, Grid *grid, Area area);
void inspect_draw(const Desk *desk, Grid *grid, Area area);
void panel_draw(const Desk *desk, Grid *grid, Area area);

// The same as inspect_draw, whole and as text. Adds to *out.
void inspect_say(const Desk *desk, const ModelActor *actor, Text *out);

// How an actor's state looks, and "3/8 FULL", alike in all views.
Style actors_mood(const ModelActor *actor);
void actors_say_mailbox(const ModelActor *actor, Text *out);

// The rows below the view, from the bottom up to what fits; gives what is left
// of the area.
Area foot_draw(const Desk *desk, Grid *grid, Area area, int *prompt);

void menu_draw(const Catalog *catalog, size_t marked, Grid *grid);

#endif
