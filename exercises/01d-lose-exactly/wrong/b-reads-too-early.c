// WRONG, fails all_schedules_of_a_few_slips_agree:
// B reads for its last slip before A has written, and so has seen all that B
// did itself. That is not erased any more, it comes back.
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

  char *at = put(schedule, 'A', 1);
  at = put(at, 'B', 2 * by_a);
  if (by_b == 0) {
    at = put(at, 'A', 1);
  } else {
    at = put(at, 'B', 1);
    at = put(at, 'A', 2 * by_b + 1);
    at = put(at, 'B', 1);
    by_a++;  // B's slips so far
  }
  at = put(at, 'B', 2 * (slips - by_a));
  put(at, 'A', 2 * (slips - 1 - by_b));
  return true;
}
