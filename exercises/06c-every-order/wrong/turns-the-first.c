// WRONG, fails two_times_three_runs_come_in_order:
// turns the first wheel that can be turned, and the others stay.
#include "tape.h"

int tape_choose(Tape *tape, int options) {
  if (tape->made == tape->length) {
    tape->chosen[tape->length] = 0;
    tape->of[tape->length++] = options;
  }
  return tape->chosen[tape->made++];
}

bool tape_next(Tape *tape) {
  tape->made = 0;
  for (int i = 0; i < tape->length; i++) {
    tape->chosen[i]++;
    if (tape->chosen[i] < tape->of[i]) return true;
    tape->chosen[i] = 0;
  }
  return false;
}
