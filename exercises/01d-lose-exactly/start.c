// 01d-lose-exactly, the start. Fails first: one_slip_each_loses_nothing_or_one
//
// One teller after the other: nothing is ever lost. Yours: lose what is asked
// for, and say no where that cannot be done.
#include "lose.h"

// Writes `steps` letters, and gives the place behind them.
static char *put(char *at, char teller, long steps) {
  for (long i = 0; i < steps; i++) *at++ = teller;
  *at = '\0';
  return at;
}

bool schedule_for(int slips, long total, char *schedule) {
  (void)total;
  char *at = put(schedule, 'A', 2 * slips);
  put(at, 'B', 2 * slips);
  return true;
}
