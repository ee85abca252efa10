// waits.h -- who waits for whom, at one moment.
//
// An edge is a held ask, a blocking actor's ask, one from outside, or a wait
// for room in a mailbox: what keeps an actor from taking anything else. A ring
// of edges is a deadlock. The runtime refuses the ask that would close one; the
// model remembers that refusal.
#ifndef SIM_WAITS_H
#define SIM_WAITS_H

#include "model.h"

// True if this actor waits for another. An answer on its way ends that.
bool waits_has_edge(const ModelActor *actor);

// "waits for bob: stamp, since step 8", or what else it waits for; nothing if
// it does not. Adds to *out, gives whether it did.
bool waits_say(const Model *model, const ModelActor *actor, Text *out);

// An actor that waits for another, whatever for, or NULL. When all is quiet it
// waits for ever.
const ModelActor *waits_stuck(const Model *model);

// "ann waits for ever: fork". Adds to *out.
void waits_say_stuck(const Model *model, const ModelActor *actor, Text *out);

// The first ring in the order of birth: its actors in *refs, which the caller
// frees with mem_free, and how many; *formed is the step of its last edge.
size_t waits_ring(const Model *model, u64 **refs, u64 *formed);

// "ann -> bob -> ann" with arrows. False: there is no ring.
bool waits_say_ring(const Model *model, Text *out, u64 *formed);

#endif
