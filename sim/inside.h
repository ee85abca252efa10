// inside.h -- a search that the program makes itself, where it can
// (lib/acting/explore.h). For search.c and shrink.c only.
#ifndef SIM_INSIDE_H
#define SIM_INSIDE_H

#include "search.h"

#define SEARCH_NO_FAILURE "this run does not fail; there is nothing to shrink"

// The child of an open walk searches from where it stands, and is gone then.
// `choices` are those of a shrink. What it finds is made once more by a copy,
// so that the failure is told in the words of the walk. False: it cannot; the
// walk is as it was.
MUST_USE bool inside_run(Walk *walk, const SearchPlan *plan, const u64 *choices,
                         size_t count, SearchListener *on_progress,
                         void *context, SearchResult *result);

#endif
