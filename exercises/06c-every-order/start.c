// 06c-every-order, the start. Fails first: a_choice_of_two_makes_two_runs
//
// It always takes the first, and then says that this was all. Yours: play the
// tape, and find the next one.
#include "tape.h"

int tape_choose(Tape *tape, int options) {
  tape->of[tape->made] = options;
  tape->chosen[tape->made] = 0;
  tape->length = ++tape->made;
  return 0;
}

bool tape_next(Tape *tape) {
  tape->made = 0;
  return false;
}
