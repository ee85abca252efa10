// child_spec.h -- what a supervisor has to know of a child, as data.
//
//   static const ChildSpec children[] = {
//       CHILD(counter, "hits", (&(CounterState){.count = 0})),
//       CHILD(mailer, "mailer", NULL, .restart = RESTART_TRANSIENT,
//             .back_off = {.first_ms = 100, .most_ms = 10000}),
//   };
//
// The state is that of the actor named, or it does not compile; NULL is a state
// of zeros. Every life begins with a copy of it.
#ifndef SURVIVING_CHILD_SPEC_H
#define SURVIVING_CHILD_SPEC_H

#include "acting/actor_type.h"

// For ChildSpec.stop_ms.
enum { STOP_USUAL_MS = 5000, STOP_UNLIMITED = -1, STOP_BY_KILL = -2 };

// How long a child that ended waits for its next life: first_ms, then twice as
// long each time, at most most_ms (0: no limit). A life that was as long as
// calm_ms (0: most_ms) makes it first_ms again. All zero: it does not wait.
// Less than none counts as none, and what does not fit as for ever.
typedef struct BackOff {
  i64 first_ms;
  i64 most_ms;
  i64 calm_ms;
} BackOff;

typedef struct ChildSpec {
  const ActorType *type;
  const char *label;
  const void *state;  // or NULL: all zero
  RestartMode restart;
  i64 stop_ms;     // a graceful end may take so long, then it is killed; 0: the
                   // usual, for a supervisor STOP_UNLIMITED
  bool asks_wait;  // between two lives asks wait, instead of ASK_RESTARTING
  u32 tries;       // a message it fails at is tried again so often, then set
                   // aside; 0: it is dropped
  BackOff back_off;
  SpawnOptions spawn;  // but for the label, and nothing `owned`
  char end_[2];        // the macros' own
} ChildSpec;

// A ChildSpec for an initialiser: prefix of the actor, label, pointer to the
// first state or NULL, and any of the other fields by name.
#define CHILD(prefix, label_, ...)                  \
  {                                                 \
    .type = &prefix##_type, .label = label_,        \
    CHILD_STATE_(prefix, __VA_ARGS__, .end_[0] = 0) \
  }
#define CHILD_STATE_(prefix, initial, ...)                 \
  .state = 1 ? (initial) : (const prefix##_type_state *)0, \
  CHILD_REST_(__VA_ARGS__)
#define CHILD_REST_(...) __VA_ARGS__

#endif
