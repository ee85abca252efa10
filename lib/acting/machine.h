// machine.h -- a hierarchical state machine: states within states.
//
// A state stands in a parent; the first of the table is the root, in which all
// others are. What a state does not handle (PASS) its parent does; what even
// the root passes is unaccepted (actor_unaccepted). Going somewhere leaves the
// states up to the nearest one that holds both, innermost first, and enters
// those down to the target, outermost first. A state may have a time: if the
// machine is still in it when that is over, its message comes, urgent, counted
// against no bound; after the state was left it never does. (After D. Harel,
// "Statecharts: a visual formalism for complex systems", 1987, and the state
// machines of UML, of which this is a small part: no parallel regions, no
// history, no first state of a composite; guards and actions are C.)
//
//   enum { ANY, CLOSED, LOCKED, OPEN };
//   MACHINE(Door, door, DoorState,
//           [ANY] = {.name = "any", .handle = any},
//           [CLOSED] = {.name = "closed", .handle = closed},
//           [LOCKED] = {.name = "locked", .parent = CLOSED, .handle = locked,
//                       .enter = lock, .leave = unlock},
//           [OPEN] = {.name = "open", .handle = open,
//                     .timeout_ms = 500, .timeout = door_slam})
//   ACTOR_WITH_ENDS(Door, door, DoorState, opens, closes, door_machine)
//
// with `static Handled closed(DoorState *self, const DoorMsg *message)`, and
// `static void lock(DoorState *self)`. door_go(LOCKED) goes there at once; the
// first, in on_start, enters the root and all down to the target. The actor's
// end leaves nothing: that is on_stop's. Inside only; nothing blocks.
#ifndef ACTING_MACHINE_H
#define ACTING_MACHINE_H

#include "acting/ask.h"

enum { MACHINE_DEPTH = 8 };  // states within each other, the root included

typedef enum Handled {
  HANDLED,
  PASS  // the parent is to handle it; not after the handler went elsewhere
} Handled;

// Gives door_go, door_at and the behaviour door_machine. The rows, of type
// DoorNode, initialise a table.
#define MACHINE(Name, prefix, State, ...)                                \
  typedef struct Name##Node {                                            \
    const char *name; /* for who watches */                              \
    size_t parent;    /* 0: the root */                                  \
    Handled (*handle)(State * self, const Name##Msg *message);           \
    void (*enter)(State * self); /* or NULL */                           \
    void (*leave)(State * self); /* or NULL */                           \
    i64 timeout_ms;              /* 0: none */                           \
    PlainCarrier *timeout;       /* a message without fields, or NULL */ \
  } Name##Node;                                                          \
  static const Name##Node prefix##_nodes_[] = {__VA_ARGS__};             \
  static MachineState prefix##_node_(size_t i) {                         \
    const Name##Node *node = &prefix##_nodes_[i];                        \
    return (MachineState){node->name, node->parent, node->timeout_ms,    \
                          node->timeout};                                \
  }                                                                      \
  static void prefix##_enter_(size_t i, void *state) {                   \
    if (prefix##_nodes_[i].enter != NULL) {                              \
      prefix##_nodes_[i].enter(state);                                   \
    }                                                                    \
  }                                                                      \
  static void prefix##_leave_(size_t i, void *state) {                   \
    if (prefix##_nodes_[i].leave != NULL) {                              \
      prefix##_nodes_[i].leave(state);                                   \
    }                                                                    \
  }                                                                      \
  static Handled prefix##_handle_(size_t i, void *state,                 \
                                  const void *message) {                 \
    return prefix##_nodes_[i].handle(state, message);                    \
  }                                                                      \
  static const MachineType prefix##_machine_type_ = {                    \
      sizeof prefix##_nodes_ / sizeof *prefix##_nodes_, prefix##_node_,  \
      prefix##_enter_, prefix##_leave_, prefix##_handle_};               \
  MAYBE_UNUSED static void prefix##_go(size_t target) {                  \
    machine_go(&prefix##_machine_type_, target);                         \
  }                                                                      \
  MAYBE_UNUSED static size_t prefix##_at(void) {                         \
    return machine_at();                                                 \
  }                                                                      \
  MAYBE_UNUSED static void prefix##_machine(State *self,                 \
                                            const Name##Msg *message) {  \
    machine_handle(&prefix##_machine_type_, self, message);              \
  }

// ---- Behind the generated functions ----

typedef struct MachineState {
  const char *name;
  size_t parent;
  i64 timeout_ms;
  PlainCarrier *timeout;
} MachineState;

typedef struct MachineType {
  size_t count;
  MachineState (*node)(size_t i);
  void (*enter)(size_t i, void *state);
  void (*leave)(size_t i, void *state);
  Handled (*handle)(size_t i, void *state, const void *message);
} MachineType;

// Going to the very state the machine is in leaves and enters that; going to
// one that holds it leaves only what is inside of that. A CHECK that the table
// is a tree within MACHINE_DEPTH, and that nothing goes while entering or
// leaving. Fails the actor when there is no memory for a state's time.
void machine_go(const MachineType *type, size_t target);

// Hands the message to the state the machine is in, and on to the parents. A
// CHECK that it has gone somewhere before.
void machine_handle(const MachineType *type, void *state, const void *message);

// The state it is in.
size_t machine_at(void);

#endif
