// living.h -- those who have not been buried, the latest spawned first. Not for
// users.
#ifndef ACTING_LIVING_H
#define ACTING_LIVING_H

#include "acting/runtime.h"

// Nobody keeps them in order: they are sorted when somebody asks, and where
// there is no memory for that, looked for one by one.
typedef struct Roll {
  System *system;
  struct RollRow *rows;  // NULL: no memory
  size_t count;
  size_t next;
  u64 below;  // without rows: the serial number of the one given last
} Roll;

// All of this moment, but for the outside. End with roll_end. The system's lock
// is not held.
void roll_begin(Roll *roll, System *system);
void roll_end(Roll *roll);

// Gives the next that has not been buried meanwhile, or NOBODY.
Ref roll_next(Roll *roll);

#endif
