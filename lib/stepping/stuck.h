// stuck.h -- who waits for whom, and when that can never end.
#ifndef STEPPING_STUCK_H
#define STEPPING_STUCK_H

#include "stepping/world.h"

enum { STUCK_PATIENCE = 10000 };

// True if the thread waits on this condition.
bool stuck_waits_on(const Task *task, u64 condition);
// Who has waited longest, or NULL.
Task *stuck_first_waiter(u64 condition);

// Ends the run if this thread now closes a circle of threads, each of which
// waits for a lock or the end of the next.
void stuck_circle(const Task *task);

// Ends the run: no thread can go on, or those that can look for what nobody
// will bring.
_Noreturn void stuck_for_good(void);
_Noreturn void stuck_looking(void);

// Says in one line what the thread waits for.
void stuck_say(const Task *task);

#endif
