// WRONG, fails a_choice_of_two_makes_two_runs:
// the tape is not wound back, and the next run goes on behind the last.
#include "tape.h"

int tape_choose(Tape *tape, int options) {
  if (tape->made == tape->length) {
    tape->chosen[tape->length] = 0;
    tape->of[tape->length++] = options;
  }
  return tape->chosen[tape->made++];
}

bool tape_next(Tape *tape) {
  while (tape->length > 0) {
    int last = tape->length - 1;
    tape->chosen[last]++;
    if (tape->chosen[last] < tape->of[last]) return true;
    tape->length--;
  }
  return false;
}
