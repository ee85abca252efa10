// search.h -- many runs, until one goes wrong.
//
// From the cursor of a session, by a child of its own; the session is not
// touched. A run goes wrong with a failed check, an actor that fails, a
// deadlock (all is quiet and an actor waits for another), a crash, or an exit
// status that is not 0.
#ifndef SIM_SEARCH_H
#define SIM_SEARCH_H

#include "acting/run_lengths.h"
#include "walk.h"

typedef enum SearchMode {
  SEARCH_ORDERS,    // one run of each class of equal orders, until quiet
  SEARCH_ALL,       // every order, until quiet
  SEARCH_RANDOM,    // each run by a seed of its own, to the program's end
  SEARCH_PCT,       // by priorities that change `number` - 1 times
  SEARCH_DELAYS,    // all runs that pass a turn at most `number` times
  SEARCH_SHORTEST,  // breadth first over the states that can be seen
  SEARCH_SHRINK     // for search_shrink
} SearchMode;

typedef struct SearchPlan {
  SearchMode mode;
  u64 number;
  u64 runs;          // bounds: runs,
  u64 steps;         // steps of one run,
  i64 time;          // and nanoseconds
  bool only_checks;  // failures and deadlocks are as they should be
  bool copies;       // a copy of the program for each run, also where it could
                     // put itself back
} SearchPlan;

typedef struct SearchResult {
  SearchMode mode;
  u64 runs;      // that came to their end
  u64 blocked;   // given up because another run covers them
  u64 cut;       // that reached the bound of steps
  u64 steps;     // of all runs
  u64 distinct;  // SEARCH_ALL: classes of equal orders among the runs;
                 // SEARCH_SHORTEST: states; shrink: the shortest so far
  u64 ends;      // different states in which all was quiet; by copies not
                 // counted
  f64 share;     // of all runs that lie behind, estimated; 0: not known
  u64 depth;     // steps of the last run
  i64 time;
  LengthBins lengths;  // of the runs not given up
  bool complete;       // there is no other order
  bool interrupted;    // by a signal or by the listener
  bool found;
  char failure[512];
  u64 *choices;  // of the run that failed, up to where it did
  size_t count;
  char why[512];  // not even a first run could be made; else ""
} SearchResult;

// Told now and then how far it is. False: give up.
typedef bool SearchListener(void *context, const SearchResult *sofar);

// Release the result with search_release. on_progress may be NULL.
void search_run(const Session *session, const SearchPlan *plan,
                SearchListener *on_progress, void *context,
                SearchResult *result);
// Looks for a shorter run that fails in the same way as these choices, which
// begin at the cursor, by leaving steps out. The result is found in any case:
// at worst it is the run itself; or `why` says that it did not fail.
void search_shrink(const Session *session, const u64 *choices, size_t count,
                   const SearchPlan *plan, SearchListener *on_progress,
                   void *context, SearchResult *result);

// "orders", "pct", ...
const char *search_mode_name(SearchMode mode);

void search_release(SearchResult *result);

#endif
