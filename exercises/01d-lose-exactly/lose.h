// lose.h -- the scheduler is you: which orders of steps lose how much?
//
// Two tellers, A and B, have the same number of slips each, and each slip says
// 1. The account begins with 0. For a slip a teller takes two steps: reads the
// balance, then writes what was read and 1 more. There is no lock. A schedule
// is a text of A and B; each letter is one step of that teller. It is whole if
// both have worked off all their slips: two letters a slip, four for both.
#ifndef LOSE_H
#define LOSE_H

#include <stdbool.h>

// Writes to `schedule` a whole schedule after which the balance is `total`, its
// 4 * slips letters and a 0 behind them, for which there is room. False: no
// schedule ends with that. `slips` is at least 1; `total` is any number.
bool schedule_for(int slips, long total, char *schedule);

#endif
