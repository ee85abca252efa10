// stuck.h -- looks from time to time for handlers that do not return. Not for
// users; see watching.h.
//
// A weak timer samples every living actor: one that handles the same message as
// at the sample before is stuck. So finding them costs nothing a message.
#ifndef SURVIVING_STUCK_H
#define SURVIVING_STUCK_H

#include "acting/dispatch.h"
#include "base/deadline.h"
#include "telling/ref.h"

typedef struct Stuck Stuck;

// Called without locks, once for each message whose handler is stuck.
typedef void StuckFound(System *system, Ref who, const char *label,
                        const char *message, i64 ms);

// Samples every `span`, or more often if it was asked to before; *stuck is made
// by the first call. False: out of memory, and nothing has changed.
MUST_USE bool stuck_watch(System *system, Stuck **stuck, Deadline span,
                          StuckFound *found);

// NULL is allowed. No actor is left, and no timer fires any more or soon.
void stuck_release(System *system, Stuck *stuck);

#endif
