// live.h -- a running system that somebody may look at. Not for users.
//
// With TROUPE_ATTACH=SOCKET in its environment a system that has no listener of
// its own, one of a process at a time, waits at that unix socket for a watcher:
// one at a time, who sees and changes nothing. The stream is that of record.h.
// Nobody there: nothing is told, and the short ways are open (is_plain).
//
// A watcher gets windows. A window begins with EVENT_RUN, EVENT_LOST (what was
// not told since the last one, at least) and EVENT_SEEN for each living actor,
// at most LIVE_SEEN of them; then comes every event, until LIVE_BUFFER is full
// because the watcher, or anybody, is too slow. Then the system goes on untold,
// at full speed, for some time. So it is never kept waiting, and a watcher of a
// system that is busy beyond telling costs a small, fixed share of it.
//
// The flags traced and is_plain change while all goes on. Each is a hint alone
// and orders nothing, so relaxed is enough: what a listener needs stands before
// the first actor is spawned, and the buffer is the trace lock's. Who has read
// one goes on as it says: a message may be told as taken that was not told as
// sent, or the other way round, and whoever folds events must expect it.
// Nothing of the runtime depends on an event having been told.
#ifndef ACTING_LIVE_H
#define ACTING_LIVE_H

#include "acting/runtime.h"
#include "telling/event.h"

enum { LIVE_BUFFER = 1 << 20, LIVE_SEEN = 1000 };

typedef struct Live Live;

// Gives what the environment asks for; NULL: nothing, or under the stepper, or
// no such socket can be made, which is said on standard error.
Live *live_open(System *system);

// The system has started: from now on somebody may come.
void live_begin(Live *live);

// The listener; its context is the Live.
void live_listen(void *live, const Event *event);

// Tells what is left and sends the watcher away. Blocks at most LIVE_PATIENCE
// for one that does not read. NULL is allowed.
void live_close(Live *live);

enum { LIVE_PATIENCE_MS = 500 };

#endif
