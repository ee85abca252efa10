// WRONG, fails all_schedules_of_a_few_slips_agree:
// for each slip that is to be lost both read before they write; so at most
// every second one can be.
#include "lose.h"

// Writes `steps` letters, and gives the place behind them.
static char *put(char *at, char teller, long steps) {
  for (long i = 0; i < steps; i++) *at++ = teller;
  *at = '\0';
  return at;
}

// ABAB loses one of two slips, AABB none.
bool schedule_for(int slips, long total, char *schedule) {
  long lost = 2L * slips - total;
  if (lost < 0 || lost > slips) return false;
  char *at = schedule;
  for (long i = 0; i < slips; i++) {
    bool is_lost = i < lost;
    at = put(at, 'A', is_lost ? 1 : 2);
    at = put(at, 'B', is_lost ? 1 : 2);
    at = put(at, 'A', is_lost ? 1 : 0);
    at = put(at, 'B', is_lost ? 1 : 0);
  }
  return true;
}
