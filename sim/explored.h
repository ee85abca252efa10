// explored.h -- what the last search was and came to, and the failures found
// since the program was opened.
//
// A fold over what searches report: no view asks a search itself, so a search
// that goes on and one that is over look alike.
#ifndef SIM_EXPLORED_H
#define SIM_EXPLORED_H

#include "search.h"

enum { EXPLORED_FAILURES = 16 };

typedef struct ExploredFailure {
  char *what;
  SearchMode mode;
  u64 branch;  // the run that fails, as branches.h counts
  u64 step;    // at which it does
} ExploredFailure;

typedef struct Explored {
  bool any;
  bool under_way;
  SearchPlan plan;
  SearchResult result;                          // without its choices
  u64 from;                                     // the step it began at
  ExploredFailure failures[EXPLORED_FAILURES];  // the latest first
  size_t count;
} Explored;

void explored_release(Explored *explored);

// A search begins at step `from`; this is how far it is; it is over.
void explored_begin(Explored *explored, const SearchPlan *plan, u64 from);
void explored_see(Explored *explored, const SearchResult *sofar);
void explored_end(Explored *explored, const SearchResult *result);

// The failure it found is at the end of this branch, `step`. The one found
// longest ago goes where there are too many; one of the same branch goes too.
void explored_found(Explored *explored, const char *what, u64 branch, u64 step);

// Each adds a line, or part of one, to *out: what was wanted; how many runs;
// how fast; how much of the whole that is, and what ended it.
void explored_say_plan(const Explored *explored, Text *out);
void explored_say_runs(const Explored *explored, Text *out);
void explored_say_rate(const Explored *explored, Text *out);
void explored_say_cover(const Explored *explored, Text *out);

// Adds ", 6 distinct orders", or whatever else it counts; of none nothing.
void explored_say_distinct(const SearchResult *result, Text *out);

#endif
