// mutexes.h -- locks, as the other parts use them.
#ifndef STEPPING_MUTEXES_H
#define STEPPING_MUTEXES_H

#include "stepping/calls.h"

// The thread that runs gives the mutex up, or ends the run if it has not got
// it. Gives an errno as pthread_mutex_unlock does.
int mutex_give_up(u64 mutex, u64 place);

// It has it now.
void mutex_taken(Object *mutex, u64 place);

#endif
