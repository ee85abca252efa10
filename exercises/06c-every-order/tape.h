// tape.h -- every run of a program, one after the other.
//
// The program asks tape_choose whenever something is open, and does nothing
// else that could differ from run to run. So the same answers make the same
// run, and asks with the same numbers of options.
#ifndef TAPE_H
#define TAPE_H

#include <stdbool.h>

enum { TAPE_MOST = 64 };  // choices in a run

typedef struct Tape {
  int chosen[TAPE_MOST];
  int of[TAPE_MOST];  // how many options there were
  int length;         // choices that are known
  int made;           // of them, in this run
} Tape;

// The tape of the first run is all zero.

// Gives one of 0 to options - 1, of which there is at least one: what the tape
// says, and behind its end 0, which is then on the tape.
int tape_choose(Tape *tape, int options);

// A run is over. Makes it the tape of the next one, of all runs that begin with
// the same choices the first that was not made yet, and goes back to its start.
// False: all have been made. No run is made twice.
bool tape_next(Tape *tape);

#endif
