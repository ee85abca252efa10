// explore.h -- many runs of this program from where it stands, made by itself.
// Not for users.
//
// The simulator sends a plan and hears only what came of it, so that a step
// costs no more than a step. The plan is text, a line each:
//   mode orders|all|random|pct N|delays N|shortest|shrink
//   runs N    steps N    time NS    seed N    only_checks 0|1
//   deadlocks 0|1    0: an actor that waits for ever is no failure
//   check always|never|quiet|eventually MET    then its atoms, a line each:
//   atom bank.balance
// Whether an expression holds is for the simulator to say: EVENT_SOUGHT "judge"
// asks it of check `number` with the values of its atoms, a line each, and is
// answered by COMMAND_SEARCH "truth", number 0 no, 1 yes, 2 not to be said. The
// answer is kept. "progress" and "done" bear numbers, see ExploreCounts, and
// "lengths" before them how long the runs were (run_lengths.h);
// "choices" come before "done", as many times as they need, if a run went
// wrong: its choices up to where it did.
#ifndef ACTING_EXPLORE_H
#define ACTING_EXPLORE_H

#include "acting/choose.h"
#include "acting/world.h"

typedef struct Explore Explore;

// What the search is told by, and asks; given from above.
typedef struct ExploreLine {
  void *context;
  void (*tell)(void *context, const char *name, u64 number, const char *text);
  // The next command's number. Blocks.
  u64 (*answer)(void *context);
  bool (*is_called_off)(void *context);
} ExploreLine;

// In this order in the text of "progress" and "done".
typedef enum ExploreCount {
  COUNT_RUNS,      // that came to their end
  COUNT_BLOCKED,   // given up because another covers them
  COUNT_CUT,       // that reached the bound of steps
  COUNT_STEPS,     // made, in all runs
  COUNT_DISTINCT,  // classes of equal orders, or states
  COUNT_SHARE,     // of the tree of runs that lies behind, in millionths
  COUNT_COMPLETE,  // 1: there is nothing else
  COUNT_CALLED_OFF,
  COUNT_FOUND,
  COUNT_DEPTH,  // steps of the run that was found, or looked at last
  COUNT_ENDS,   // different states in which all was quiet
  EXPLORE_COUNTS
} ExploreCount;

// Reads the plan. `choices`, of a shrink, are blank separated. NULL: *why says
// why it cannot be done here; the program goes on as if nothing had been.
Explore *explore_new(World *world, const ExploreLine *line, const char *plan,
                     const char *choices, const char **why);

// Makes the runs. Returns when a run begins, and once more when all is told:
// then false, the program is where it stood, and explore_free may follow.
MUST_USE bool explore_runs(Explore *explore);
void explore_free(Explore *explore);

// Within a run: what the listener hears, and the policy is asked. The latter
// does not return when the run is over.
void explore_see(Explore *explore, const Event *event);
void explore_looked(Explore *explore, PointKind point, u64 what);
size_t explore_choose(Explore *explore, u64 step, const Option *options,
                      size_t count);

#endif
