// trace.h -- telling the listener what happens. Not for users.
//
// With no listener each of these costs one branch. Never called while a lock
// of the system or of a mailbox is held: texts name actors, which takes it.
#ifndef ACTING_TRACE_H
#define ACTING_TRACE_H

#include "acting/runtime.h"
#include "telling/event.h"

// The same, where somebody listens.
void trace_now(System *system, Event *event);
void trace_message_now(System *system, EventKind kind, Ref actor, Ref other,
                       const Message *message, u64 number);
void trace_state_now(System *system, EventKind kind, const Actor *actor,
                     const Message *message);

// May change between two calls: who depends on an answer keeps it.
static inline bool is_traced(const System *system) {
  return atomic_load_explicit(&system->traced, memory_order_relaxed);
}

// Hands the event over with step and time filled in.
static inline void trace(System *system, Event event) {
  if (is_traced(system)) {
    trace_now(system, &event);
  }
}

// An event about a message: id, request, name and printed text are filled.
static inline void trace_message(System *system, EventKind kind, Ref actor,
                                 Ref other, const Message *message,
                                 u64 number) {
  if (is_traced(system)) {
    trace_message_now(system, kind, actor, other, message, number);
  }
}

// An event with the actor's state as text; `message` may be NULL.
static inline void trace_state(System *system, EventKind kind,
                               const Actor *actor, const Message *message) {
  if (is_traced(system)) {
    trace_state_now(system, kind, actor, message);
  }
}

// What actors of this type are told and made of. One of no protocol: nothing.
void trace_type(System *system, const ActorType *type);

// A new actor, and before it its type.
void trace_spawned(System *system, const Actor *actor, Ref parent);

// How references print and are found in this system: label#slot.
RefNames ref_names(System *system);

#endif
