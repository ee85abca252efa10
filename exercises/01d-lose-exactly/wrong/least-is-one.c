// WRONG, fails all_schedules_of_a_few_slips_agree:
// somebody read 0 and writes last, it is thought, and so 1 can be left. But for
// that the one who reads 0 must do nothing before, and has slips to do after.
#include "lose.h"

// Writes `steps` letters, and gives the place behind them.
static char *put(char *at, char teller, long steps) {
  for (long i = 0; i < steps; i++) *at++ = teller;
  *at = '\0';
  return at;
}

// A teller who has read and not written is an eraser: whatever the other one
// works off meanwhile is lost. A erases first. If that is not enough, B, who
// keeps one slip for it, erases what A does after that.
bool schedule_for(int slips, long total, char *schedule) {
  long lost = 2L * slips - total;
  long most = 2L * slips - 1;
  if (lost < 0 || lost > most) return false;
  long by_a = lost <= slips ? lost : slips - 1;
  long by_b = lost - by_a;
  if (by_b > slips - 1) by_b = slips - 1;

  char *at = put(schedule, 'A', 1);
  at = put(at, 'B', 2 * by_a);
  at = put(at, 'A', 1);
  if (lost > slips) {
    at = put(at, 'B', 1);
    at = put(at, 'A', 2 * by_b);
    at = put(at, 'B', 1);
    by_a++;  // B's slips so far
  }
  at = put(at, 'B', 2 * (slips - by_a));
  put(at, 'A', 2 * (slips - 1 - by_b));
  return true;
}
