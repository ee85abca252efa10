// wait_graph.h -- who waits for whom, and whether that is a ring. Not for
// users.
//
// Two edges may leave an actor: to whoever holds the request it waits for
// (Actor.awaits, while `held`), and to whoever has no room for what it sends
// (Actor.slowed_on). Both are changed, and the graph is walked, under the
// system's lock alone, which therefore sees the edge that would close a ring
// before it is there.
#ifndef ACTING_WAIT_GRAPH_H
#define ACTING_WAIT_GRAPH_H

#include "acting/runtime.h"

// True if from `to`, along waits, one comes back to `waiter`: then `ring` names
// it ("a -> b -> a", the middle left out if it is long), and *slowed becomes an
// actor on it that only waits for room, or NULL. The system's lock is held.
bool wait_closes_ring_locked(System *system, const Actor *waiter, Ref to,
                             Writer *ring, Actor **slowed);

#endif
