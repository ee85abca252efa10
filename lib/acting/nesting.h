// nesting.h -- turns inside a turn: a worker whose handler has run memory short
// (relief.h) first runs some of those whom that has made ready, on the same
// stack, before it goes on. Not for users.
//
// So the messages just sent are handled while they are warm, and their memory
// is used for the next. It is as if another worker had run those actors at that
// moment, so nothing that is promised about order, ownership or outcomes
// changes:
//   - the handler's own actor cannot come up: it keeps the promise to run it,
//     so it stands in no queue; what it is sent meanwhile waits in its mailbox,
//     a stop or a kill, too;
//   - what belongs to the handler and is not in its actor is put aside: who
//     runs here, where failures land, which timer brought its message, errno.
//     A failure in a nested turn lands in this loop, and ends its own actor;
//   - it happens at the beginning of a tell, an ask or a spawn, where no
//     mailbox, queue or shelf is half changed, and no lock is held.
// A nested handler is never interrupted so: one that itself sends a lot shares
// its slot. Hence the depth of the stack is that of two handlers.
//
// Who runs: first the actor that is told something just now, if it waits in one
// of this worker's queues; then the slot and the latest of those that became
// ready in this turn, each for BUDGET messages, until all that are through or
// have had as many turns as messages were sent.
//
// The price: a handler that sends a lot takes as long as what it has sent takes
// too. Where that is long, because the others do real work, and other workers
// are idle, they should have them: when a turn takes more than DEAR_NS on
// average, the slot is shared first the next ROUNDS_SHARED times, and what then
// is still there at the next shortage nobody wanted. And a handler that keeps a
// lock of its own over a tell, for which those it tells wait, would wait for
// itself. Who holds a Mutex (base/thread.h) is left alone; no other lock may be
// held (actor.h).
//
// Left out: nesting while somebody listens or measures (relief.c), in actors
// with a thread of their own, under the other dispatchers.
#ifndef ACTING_NESTING_H
#define ACTING_NESTING_H

#include "acting/seeking.h"

// The worker is the calling thread's, in a handler that tells `wanted`
// something, or NULL.
void nesting_relieve(Pool *pool, Worker *worker, Actor *wanted);

#endif
