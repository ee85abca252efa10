// waiting.h -- how an outside thread waits for the system. Not for users.
#ifndef ACTING_WAITING_H
#define ACTING_WAITING_H

#include "acting/cells.h"
#include "telling/event.h"

// Fails a handler that may not wait: only those of blocking actors may.
void check_may_wait(void);

// Waits as the system's dispatcher does, and says so to who watches: `what` is
// that event but for kind and actor. Where waiting is allowed (check_may_wait).
WaitOutcome wait_in(System *system, WaitCell *cell, i64 point, Event what);

// Waits until there may be room for a message of `bytes` in the mailbox of
// `to`, or none is needed any more (it has ended). False: none came free until
// `point`, nothing is left that could make room, or the mailbox drops instead.
MUST_USE bool wait_for_room(Actor *target, Ref to, size_t bytes, i64 point,
                            const char *why);

// The wait, the clock and the random numbers of dispatchers with real threads.
i64 now_real(System *system);
u64 random_seeded(System *system);
WaitOutcome wait_asleep(System *system, WaitCell *cell, i64 point,
                        const char *why);

#endif
