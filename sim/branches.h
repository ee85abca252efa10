// branches.h -- the roads that were left: other runs of the same program.
//
// Each is a whole tape, so that looking at it needs no child. At most
// BRANCHES_KEPT of them and BRANCHES_BYTES of tape are kept; the oldest goes
// first, and `dropped` says which.
#ifndef SIM_BRANCHES_H
#define SIM_BRANCHES_H

#include "engine.h"
#include "output.h"
#include "tape.h"

enum { BRANCHES_KEPT = 16, BRANCHES_BYTES = 64 << 20 };

// How the run at the end of a tape ended; state ENGINE_OFF: it has not.
typedef struct Ending {
  EngineState state;
  int number;
  bool bad;  // not by the program's own will
  char text[512];
} Ending;

typedef struct Branch {
  u64 number;  // from 1, in the order of their beginning
  char *name;  // or NULL
  u64 parent;  // the branch it left, and after which of its steps; 0: none
  u64 fork;
  u64 seed;
  u64 cursor;  // where it was looked at last
  Tape tape;
  Output output;
  Ending ending;
} Branch;

typedef struct Branches {
  Branch items[BRANCHES_KEPT];  // the kept ones, the oldest first
  size_t count;
  Branch now;   // the one that is watched; its tape is elsewhere
  u64 highest;  // number given so far
  u64 dropped;  // number of the last one dropped for want of room; 0: none
} Branches;

void branches_init(Branches *branches);
void branches_release(Branches *branches);

// The branch that was watched is kept, with the run in *run, which is moved. A
// new one is watched, which left it after step `fork`.
void branches_leave(Branches *branches, Branch *run, u64 fork);

// `kept` becomes the one that is watched: its run is put in *run, and the run
// that was there is kept in its place.
void branches_exchange(Branches *branches, Branch *kept, Branch *run);

// A kept branch; NULL: none of this number or name.
Branch *branches_find(Branches *branches, u64 number);
Branch *branches_named(Branches *branches, const char *name);

#endif
