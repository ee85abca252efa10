// WRONG, fails two_times_three_runs_come_in_order:
// forgets the choice that it turns, too, and so that it was turned.
#include "tape.h"

int tape_choose(Tape *tape, int options) {
  if (tape->made == tape->length) {
    tape->of[tape->length++] = options;
  }
  return tape->chosen[tape->made++];
}

bool tape_next(Tape *tape) {
  tape->made = 0;
  while (tape->length > 0) {
    int last = tape->length - 1;
    tape->chosen[last]++;
    tape->length--;
    if (tape->chosen[last] < tape->of[last]) return true;
  }
  return false;
}
