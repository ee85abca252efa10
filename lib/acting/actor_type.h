// actor_type.h -- what all actors of one kind have in common, as data.
#ifndef ACTING_ACTOR_TYPE_H
#define ACTING_ACTOR_TYPE_H

#include "telling/mailbox.h"
#include "telling/outcome.h"
#include "telling/protocol.h"

typedef struct ActorType {
  const char *name;
  const Protocol *protocol;
  const Shape *(*state)(void);
  size_t state_size;
  void (*run)(size_t behaviour, void *state, const void *message);
  const char *behaviours;         // their names, separated by commas
  void (*on_start)(void *state);  // or NULL
  void (*on_stop)(void *state, StopReason reason);           // or NULL
  void (*on_undelivered)(void *state, const void *message);  // or NULL
} ActorType;

// Whether a supervised actor lives again after an end.
#define RESTART_MODES(E)                                         \
  E(RESTART_PERMANENT, permanent) /* however it ended */         \
  E(RESTART_TRANSIENT, transient) /* unless it ended normally */ \
  E(RESTART_TEMPORARY, temporary) /* never */
ENUM(RestartMode, RESTART_MODES)

// How to spawn, for the `_spawn_with` of a type; zero is the usual.
typedef struct SpawnOptions {
  const char *label;      // what it is called on the screen; copied, cut to 31
  size_t capacity;        // user messages its mailbox holds; 0: no bound
  size_t capacity_bytes;  // the same in bytes, texts and all; 0: no bound
  FullPolicy policy;      // what becomes of a message without room
  size_t stash;           // messages it can put aside (stash.h); 0: 64
  bool blocking;          // its handlers may wait: it gets a thread of its own
  const void *owned;      // a block that hangs on the actor from its birth;
                          // after a refusal it is still the caller's
} SpawnOptions;

#endif
