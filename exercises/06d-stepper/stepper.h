// stepper.h -- actors on one thread, and a scheduler that does as it is told
// and says what it did. Given; do not change it.
//
// A stepper is made for one run: spawn actors, tell them something, run. At
// each turn those who have mail are the options, in the order of their numbers.
// One of them is chosen, and handles its oldest message. The choice, 0 for the
// first option, goes on the tape, also when there is only one.
//
// Time passes when nobody has mail: then the clock jumps to the first timer,
// and its message arrives. Of timers with the same time the one that was set
// first goes off first, one at a time. When nobody has mail and no timer is
// set, the run is over.
#ifndef EXERCISE_STEPPER_H
#define EXERCISE_STEPPER_H

#include "base/types.h"

enum {
  STEPPER_ACTORS = 4,
  STEPPER_ROOM = 16,    // messages in a mailbox
  STEPPER_TIMERS = 8,   // set at the same time
  STEPPER_TAPE = 1000,  // choices in a run
};

typedef struct Stepper Stepper;

// Handles one message. It may tell and set timers, and never waits.
typedef void Behaviour(Stepper *stepper, void *state, int message);

// Gives a stepper without actors; its clock stands at 0.
Stepper *stepper_new(void);
void stepper_free(Stepper *stepper);

// Gives the new actor's number: 0, 1 and so on. Borrows the state.
int stepper_spawn(Stepper *stepper, Behaviour *behaviour, void *state);

// Puts a message into an actor's mailbox, now, or when so much time has passed.
// The span is 0 or more.
void stepper_tell(Stepper *stepper, int actor, int message);
void stepper_tell_after(Stepper *stepper, i64 span, int actor, int message);

i64 stepper_now(const Stepper *stepper);

typedef enum StepperEnd {
  STEPPER_QUIET,     // nobody has mail, and no timer is set
  STEPPER_DIVERGED,  // the tape asks for an option that is not there; that turn
                     // was not taken, and nothing was put on the tape for it
  STEPPER_LONG,      // somebody has mail, and the tape is full
} StepperEnd;

// Runs to the end, and chooses by chance: rng_below, from base/rng.h, with the
// seed given. Equal seeds give equal runs.
StepperEnd stepper_run(Stepper *stepper, u64 seed);

// Runs to the end, and chooses what the tape says; behind its end, 0. Borrows
// the choices, for this call. With a count of 0 they may be NULL.
StepperEnd stepper_play(Stepper *stepper, const int *choices, int count);

// Gives how many choices the run has made; *choices are those, until
// stepper_free.
int stepper_tape(const Stepper *stepper, const int **choices);

#endif
