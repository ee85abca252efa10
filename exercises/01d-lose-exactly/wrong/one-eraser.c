// WRONG, fails all_schedules_of_a_few_slips_agree:
// one teller can erase all that the other one does, and that is taken for the
// most that can be lost.
#include "lose.h"

// Writes `steps` letters, and gives the place behind them.
static char *put(char *at, char teller, long steps) {
  for (long i = 0; i < steps; i++) *at++ = teller;
  *at = '\0';
  return at;
}

// A reads, B works, A writes what B has not been seen to do.
bool schedule_for(int slips, long total, char *schedule) {
  long lost = 2L * slips - total;
  if (lost < 0 || lost > slips) return false;
  char *at = put(schedule, 'A', 1);
  at = put(at, 'B', 2 * lost);
  at = put(at, 'A', 1);
  at = put(at, 'B', 2 * (slips - lost));
  put(at, 'A', 2 * (slips - 1));
  return true;
}
