// walk_parts.h -- what a walk hears of its steps. For walk*.c only.
#ifndef SIM_WALK_PARTS_H
#define SIM_WALK_PARTS_H

#include "walk.h"

// The checks whose reads changed with this step are added to its footprint, and
// their new values kept; NULL: only the latter.
void walk_note_reads(Walk *walk, Footprint *footprint);

// The run has gone wrong: `what`, then `more`.
void walk_fail(Walk *walk, const char *what, const char *more);

// The step that is being told, if there is one, is complete.
void walk_close_step(Walk *walk);

// An EventListener with the Walk as its context.
void walk_hear(void *walk, const Event *event);

#endif
