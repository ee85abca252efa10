// explore_impl.h -- what a search is made of: for explore*.c only.
//
// All of it lies in arenas: it outlives the runs.
#ifndef ACTING_EXPLORE_IMPL_H
#define ACTING_EXPLORE_IMPL_H

#include "base/checkpoint.h"
#include "acting/explore.h"
#include "acting/footprint.h"
#include "acting/hashes.h"
#include "acting/orders.h"
#include "acting/run_lengths.h"
#include "base/rng.h"

enum {
  EXPLORE_CHECKS = 32,
  EXPLORE_ATOMS = 16,
  EXPLORE_OPTIONS = 1 << 14,
  EXPLORE_TRUTHS = 1 << 20,  // a power of two
  EXPLORE_ENDS = 1 << 21     // likewise
};

typedef enum ExploreRule {
  EXPLORE_ALWAYS,
  EXPLORE_NEVER,
  EXPLORE_QUIET,
  EXPLORE_EVENTUALLY
} ExploreRule;

typedef struct ExploreCheck {
  ExploreRule rule;
  bool met_before;
  bool met;
  int atoms[EXPLORE_ATOMS];
  size_t atom_count;
} ExploreCheck;

// A step of the run under way: by which it is known again in another.
typedef struct Trail {
  u32 choice;
  char kind;
  u64 process;
  u64 to;  // of a flush: who gets it
  MessageId id;
} Trail;

typedef enum RunEnd {
  END_QUIET,    // or the program is over
  END_FAILED,   // `reason` says of what kind
  END_CUT,      // at the bound of steps
  END_BLOCKED,  // another run covers it
  END_OFF       // nobody wants to know any more
} RunEnd;

// How it failed; a check: its index.
enum {
  REASON_DEADLOCK = 1000,
  REASON_FAILURE,
  REASON_HUNG,
  REASON_STATUS,
  REASON_SIGNAL = 2000
};

// One way to search.
typedef struct Strategy {
  const char *name;
  bool stops_when_quiet;  // main does not go on
  bool footprints;        // wants to know what steps touch
  bool content;           // wants to know what messages say
  void (*start)(Explore *explore);
  // Another run is wanted; false: there is none.
  bool (*next)(Explore *explore);
  // The option to take as step explore->count. False: the run is not wanted.
  bool (*choose)(Explore *explore, u64 step, const Option *options,
                 size_t count, u64 *choice);
  // The step explore->count - 1 is over; or NULL.
  void (*took)(Explore *explore);
  // All is quiet, and the run over; or NULL.
  void (*quiet)(Explore *explore);
  // The run is over, and counted. False: that is enough.
  bool (*ended)(Explore *explore, RunEnd end);
} Strategy;

extern const Strategy strategy_orders, strategy_all, strategy_random,
    strategy_pct, strategy_delays, strategy_shortest, strategy_shrink;

struct Explore {
  Arena arena;
  Arena own;  // the strategy's
  Checkpoint checkpoint;
  World *world;
  ExploreLine line;

  // The plan.
  const Strategy *strategy;
  u64 number;  // of pct and delays
  u64 runs;
  u64 steps;
  i64 time;
  u64 seed;
  bool only_checks;
  bool bears_deadlocks;
  ExploreCheck checks[EXPLORE_CHECKS];
  size_t check_count;
  bool remembers;  // one of them is met once and for all
  u32 *given;      // of a shrink
  size_t given_count;

  u64 counts[EXPLORE_COUNTS];
  RunLengths lengths;
  Hashes ends;
  i64 began;
  i64 told;
  u64 *truth_keys;
  u8 *truths;  // 0: not known; else the answer and 1

  // The run under way.
  u64 run;  // its number, from 1
  Trail *trail;
  size_t count;
  size_t known;  // so many steps are those of a run that was judged before
  bool open;     // its last step is not over
  Footprint footprint;
  OpenStep *open_steps;  // the options, when the strategy is asked
  RunEnd end;
  int reason;

  // The one that failed.
  u32 *found;
  size_t found_count;

  // The strategies' own.
  Orders orders;
  size_t fixed;
  void *mine;
};

// Ends the run. Does not return.
_Noreturn void explore_end(Explore *explore, RunEnd end, int reason);

// Fills in what the plan says. False: *why says what is wrong.
MUST_USE bool explore_read(Explore *explore, const char *plan,
                           const char *choices, const char **why);

// The run just made is the one to be told of.
void explore_keep(Explore *explore);

// False: its bounds are reached, or nobody wants to know any more.
bool explore_may_go_on(Explore *explore);

// The step that is open is over. True: the run has failed, `reason` says how.
bool explore_judge(Explore *explore, bool quiet);

#endif
