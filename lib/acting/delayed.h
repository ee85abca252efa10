// delayed.h -- a message that waits for its time. Not for users.
#ifndef ACTING_DELAYED_H
#define ACTING_DELAYED_H

#include "acting/runtime.h"

typedef struct Delayed Delayed;

// Gives one that holds nothing; NULL: out of memory.
MUST_USE Delayed *delayed_new(void);

// Frees it and the message it holds.
void delayed_free(Delayed *delayed);

// The message will arrive at `point`; sending it (send_leave) arms the timer,
// and from then on the timer owns both.
void delayed_hold(Delayed *delayed, Message *message, Ref owner, i64 point);

// What becomes of one whose time will not come: its message is undeliverable.
// The timer is not armed. False: it is a timer of another kind.
bool delayed_drop(System *system, Timer *timer);

#endif
