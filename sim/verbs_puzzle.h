// verbs_puzzle.h -- while a goal is played.
#ifndef SIM_VERBS_PUZZLE_H
#define SIM_VERBS_PUZZLE_H

#include "desk.h"

// The goal that is played, or NULL.
const Puzzle *puzzle_played(const Desk *desk);

// To be called after every line and every step of a run: says in the answer
// that the goal is reached, once, and notes it.
void puzzle_look(Desk *desk);

#endif
