// views.h -- a desk as a grid. Pure: the same desk draws the same cells.
#ifndef SIM_VIEWS_H
#define SIM_VIEWS_H

#include "catalog.h"
#include "depths.h"
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
void code_draw(const Desk *desk, Grid *grid, Area area);
void explore_draw(const Desk *desk, Grid *grid, Area area);
void metrics_draw(const Desk *desk, Grid *grid, Area area);
void inspect_draw(const Desk *desk, Grid *grid, Area area);
void panel_draw(const Desk *desk, Grid *grid, Area area);

// The same as inspect_draw, whole and as text. Adds to *out.
void inspect_say(const Desk *desk, const ModelActor *actor, Text *out);

// The Code view as text. Adds to *out.
void code_say(const Desk *desk, Text *out);

// The Explore view as text. Adds to *out.
void explore_say(const Desk *desk, Text *out);

// The Metrics view as text, of all steps up to the cursor. Adds to *out.
void metrics_say(const Desk *desk, Text *out);

// The depth of a mailbox now and at the steps before, as many as there are
// columns; the actor's place in the model is `index`.
void sparks_draw(Grid *grid, int row, int left, int width, const Depths *depths,
                 const ModelActor *actor, size_t index);

// A click in the area selects the actor.
void actors_hit(const Desk *desk, Grid *grid, Area area, u64 ref);

// How an actor's state looks, and "3/8 FULL", alike in all views.
Style actors_mood(const ModelActor *actor);
void actors_say_mailbox(const ModelActor *actor, Text *out);

// The run has ended, and the cursor is at its end.
bool frame_is_over(const Session *session);

// The keys with a word for the bar.
void frame_draw_bar(Grid *grid, int row);

// The rows below the view, from the bottom up to what fits; gives what is left
// of the area.
Area foot_draw(const Desk *desk, Grid *grid, Area area, int *prompt);

void menu_draw(const Catalog *catalog, size_t marked, Grid *grid);

#endif
