// WRONG, fails two_times_three_runs_come_in_order:
// takes it that there are as many options each time as at the first choice.
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
  while (tape->length > 0) {
    int last = tape->length - 1;
    tape->chosen[last]++;
    if (tape->chosen[last] < tape->of[0]) return true;
    tape->length--;
  }
  return false;
}
