// stage.h -- how a test puts threads into the order it wants.
//
// Hands are threads of the test's own. A test starts one, and waits until it
// has settled: it is done, or it sleeps in something only others can end. The
// gate holds the learner's threads in their channel_recv, each with a message
// in hand, so that what others do meanwhile is known to come before its
// handling. No timing decides anything; a settled hand sleeps for as long as
// nobody wakes it.
#ifndef EXERCISES_STAGE_H
#define EXERCISES_STAGE_H

#include <semaphore.h>
#include <stdatomic.h>

#include "base/thread.h"
#include "base/types.h"

typedef struct Hand {
  void (*act)(void *arg);
  void *arg;
  Thread thread;
  int hold_at;       // at which point to be held, from 1; 0: at none
  int points;        // passed so far; only the hand's thread
  atomic_bool held;  // it is at its point
  sem_t go_on;       // posted when it may leave its point
  atomic_bool done;  // act has returned
} Hand;

typedef enum HandState {
  HAND_DONE,   // act has returned
  HAND_HELD,   // it is at the point at which it is to be held
  HAND_WAITS,  // it sleeps in something else
} HandState;

// Runs act(arg) on a thread. Borrows the hand until hand_join.
void hand_start(Hand *hand, const char *name, void (*act)(void *arg),
                void *arg);

// Blocks until the hand has settled. One that spins for some seconds counts as
// waiting.
HandState hand_settle(Hand *hand);

// Lets it go on, if it is held or will be, and waits for its end.
void hand_join(Hand *hand);

// The hand whose thread this is, or NULL.
Hand *hand_me(void);

// To be called by what the exercise gives to the learner, at each place where
// another thread may come in between. Behind each unlock there is one already.
void hand_point(void);

// As hand_start, for a hand that is held when it comes to its point number
// `hold_at`, counted from 1, until hand_join.
void hand_start_held(Hand *hand, const char *name, void (*act)(void *arg),
                     void *arg, int hold_at);

// How many locks and conditions were made (mutex_init, cond_init) and not
// released.
int stage_locks_live(void);

// From now on each thread that is neither main nor a hand is held when it
// comes back from channel_recv with a message.
void gate_close(void);

// Blocks until that many threads are held. False: they do not come.
MUST_USE bool gate_holds(int count);

// Lets one message through / all that are held and all that come.
void gate_let_one(void);
void gate_open(void);

#endif
