// turn.h -- whose turn it is: the one place where a run can go another way.
//
// A thread that is about to do something others can notice says so with a
// point; who goes on then is chosen among all that can do what they are about
// to do. What lies between two points of a thread nobody can see.
#ifndef STEPPING_TURN_H
#define STEPPING_TURN_H

#include "stepping/world.h"

// The thread that runs is about to do this, and comes back when it may. Gives
// how it was chosen: HOW_USUAL, HOW_TIMEOUT and so on.
u8 turn_point(Op op);

// All delayed stores of the thread that runs reach memory: others can notice
// that, so it is a turn of its own if there are any.
void turn_settle(u64 place);
// True if the thread can do now what it is about to do.
bool turn_can_come(const Task *task);

// The thread that runs has ended; never returns.
_Noreturn void turn_end(void);

// Makes the thread that is the process's, and lets it run.
void turn_begin(void);

#endif
