// WRONG, fails as_much_can_be_lost_as_one_teller_pays_in:
// A reads and writes, and what B does stands between two of A's slips and not
// in the middle of one: it is not lost.
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
  long most = slips == 1 ? 1 : 2L * slips - 2;
  if (lost < 0 || lost > most) return false;
  long by_a = lost <= slips ? lost : slips - 1;
  long by_b = lost - by_a;

  char *at = put(schedule, 'A', slips == 1 ? 1 : 2);
  at = put(at, 'B', 2 * by_a);
  at = put(at, 'A', slips == 1 ? 1 : 0);
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
