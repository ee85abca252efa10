// request_holds.h -- asks whose asker handles nothing else until the answer.
// Not for users; see ask.h.
#ifndef ACTING_REQUEST_HOLDS_H
#define ACTING_REQUEST_HOLDS_H

#include "acting/request_table.h"

// The actor waits for this answer and nothing else. False: the ring of such
// waits would close; `ring` names it then, and nothing has changed.
MUST_USE bool request_hold(System *system, RequestId request, Actor *asker,
                           char *ring, size_t size);

// The actor waits for nothing any more.
void request_let_go(Actor *asker);
void request_let_go_locked(Actor *asker);  // System.lock is held

// True if it waits for this answer and nothing else. System.lock is held, or it
// is the actor's own thread.
bool request_is_awaited_locked(const Actor *asker, RequestId request);

// `to` holds the request from now on, if it is still open. *waits becomes the
// asker if that waits for this answer alone, else NOBODY. False: a ring of such
// waits would close; `ring` names it then, and nothing has changed.
MUST_USE bool request_move(System *system, RequestId request, Ref to,
                           Ref *waits, char *ring, size_t size);

// The one who waits for the answer alone, if it does, waits for another now:
// who holds the request, or who has replied, until what that sends has left.
// System.lock is held.
void request_await_locked(System *system, const RequestSpec *spec,
                          RequestId request, Ref awaited);

#endif
