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
void found_begin(Desk *desk);
void found_end(Desk *desk);

// Opens the run that failed on the tape and says what was found.
DeskResult found_tell(Desk *desk, const SearchResult *result, const char *how);

// Keeps what the answer says of this search, for found_show.
void found_note(Desk *desk, const SearchResult *result);

// What the last search came to, and the races of the run that is watched.
DeskResult found_show(Desk *desk);

#endif
