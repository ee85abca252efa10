// WRONG, fails a_later_run_may_be_longer_or_shorter:
// sets the wheels behind to 0, as an odometer does, and keeps how many options
// they had.
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
  for (int i = tape->length - 1; i >= 0; i--) {
    tape->chosen[i]++;
    if (tape->chosen[i] < tape->of[i]) return true;
    tape->chosen[i] = 0;
  }
  return false;
}
