// verbs_found.h -- what the verbs that search share. For verbs_*.c only.
#ifndef SIM_VERBS_FOUND_H
#define SIM_VERBS_FOUND_H

#include "desk.h"
#include "search.h"

// Adds runs, steps and rates.
void found_add_counts(const SearchResult *result, Text *out);

// Adds how much of the whole that was, if it can be said.
void found_add_share(const SearchResult *result, Text *out);

// A SearchListener with the Desk as its context.
bool found_on_progress(void *desk, const SearchResult *sofar);

// Around a search.
void found_begin(Desk *desk, const SearchPlan *plan);
void found_end(Desk *desk, const SearchResult *result);

// Opens the run that failed on the tape and says what was found.
DeskResult found_tell(Desk *desk, const SearchResult *result, const char *how);

// What the last search came to, and the races of the run that is watched.
DeskResult found_show(Desk *desk);

// The lines of the Explore view that can be marked: failures, then races.
size_t found_lines(const Desk *desk);
// Goes to what is marked there: a failure's branch, or a race's later step.
DeskResult found_open(Desk *desk);
// Goes to the marked race; false: none is marked, and nothing has changed.
bool found_goto_race(Desk *desk);

#endif
