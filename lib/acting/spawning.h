// spawning.h -- how an actor comes to be: prepared, then started.
//
// A prepared actor has its reference, its label and its mailbox, which takes
// messages and bonds; nothing of it runs before its start. on_start is the
// first thing it does then, whatever waits. One that is stopped or killed
// before that ends without on_start and on_stop, and what waits comes back as
// from any actor that has ended. Any thread; none of these blocks.
#ifndef ACTING_SPAWNING_H
#define ACTING_SPAWNING_H

#include "acting/actor_type.h"
#include "acting/dispatch.h"

// SPAWN_OK, or why a spawn returned no actor.
SpawnOutcome spawn_outcome(Ref ref);

// Starts a prepared actor. Nothing for any other, or if it has been started, or
// for a child of a supervisor, which starts it itself.
void actor_start(Ref ref);

// ---- Behind the generated functions ----
// A CHECK that there is a type, and that it has a behaviour.

// Gives an actor that waits for actor_start; the state is copied.
MUST_USE Ref actor_prepare(System *system, const ActorType *type,
                           const SpawnOptions *options, const void *state);

// The same, started.
MUST_USE Ref actor_spawn(System *system, const ActorType *type,
                         const SpawnOptions *options, const void *state);

// ---- For the runtime ----

struct LifeTerms;

// As actor_prepare; with terms it lives as these say (lives.h).
MUST_USE Ref spawning_raise(System *system, const ActorType *type,
                            const SpawnOptions *options, const void *state,
                            const struct LifeTerms *terms);

#endif
