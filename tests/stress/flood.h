// flood.h -- many messages and many short lives, whose totals are known.
//
// Checked: what was sent is handled or is a dead letter, all that was asked is
// answered, and as many actors have ended as were spawned, but for those that
// stay. The caller starts the system, and stops it.
#ifndef STRESS_FLOOD_H
#define STRESS_FLOOD_H

#include "acting/system.h"

enum { FLOOD_OUTSIDE = 4 };

typedef struct FloodPlan {
  u64 seed;
  size_t outside;   // threads that pour, at most FLOOD_OUTSIDE
  i64 pours;        // of each
  i64 depth;        // each pour ends as this power of two
  size_t capacity;  // of the drains; 0: no bound
  FullPolicy policy;
  bool blocking;  // so are the drains
  bool calms;     // waits for quiet and counts; else it ends in the middle
  Deadline patience;
} FloodPlan;

// Pours through a system without actors. Blocks. NULL: all was right; or what
// was not.
const char *flood_pour(System *system, const FloodPlan *plan);

#endif
