// waiting.h -- how an outside thread waits for the system. Not for users.
#ifndef ACTING_WAITING_H
#define ACTING_WAITING_H

#include "acting/runtime.h"

void cell_init(WaitCell *cell);
void cell_release(WaitCell *cell);  // it is in no list

// Waits as the system's dispatcher does, and says so to who watches. Outside
// handlers only.
WaitOutcome wait_in(System *system, WaitCell *cell, i64 point, const char *why);

// Takes the cell out of a list, if it is in it. The system's lock is held.
void cell_leave(WaitCell **list, WaitCell *cell);

// The wait, the clock and the random numbers of dispatchers with real threads.
i64 now_real(System *system);
u64 random_seeded(System *system);
WaitOutcome wait_asleep(System *system, WaitCell *cell, i64 point,
                        const char *why);

#endif
