// supervisor.h -- an actor that starts others, and starts them again.
//
// A supervisor starts its children in order, each after the one before it has
// started, and counts as started when all have. When a child ends and its mode
// says so, it lives again: with its first state and its first behaviour, but
// the same reference, mailbox and names, and watched by the same actors. What
// waited in its mailbox waits on. More than `intensity` restarts within
// `period_ms` end the supervisor, which fails, and so on upwards: supervisors
// are children like others.
//
// It ends its children in reverse order, each gracefully up to its deadline and
// then by a kill, and itself after them; their reason is STOPPED_SUPERVISOR.
// Killed, it kills them all. Its own next life has new children.
//
// A child that ends for good is forgotten: RESTART_TEMPORARY, or transient and
// ended normally, or failed at its very first start. Unless it was added later,
// that last one ends the supervisor.
//
// From its stop on it takes no new mail from outside, and answers what it has.
//
// Any thread may call these; none blocks. The messages are asked and told like
// any others: supervisor_ask_list(supervisor, &reply, deadline).
#ifndef SURVIVING_SUPERVISOR_H
#define SURVIVING_SUPERVISOR_H

#include "surviving/child_spec.h"
#include "surviving/supervisor_protocol.h"

typedef struct SupervisorOptions {
  Strategy strategy;
  u32 intensity;  // restarts within a period, at most 10,000
  i64 period_ms;  // 0: 5 seconds, and then an intensity of 0 is one of 1; less
                  // is a CHECK, which ends its start
  const ChildSpec *children;
  size_t count;
} SupervisorOptions;

// But for the restarts, what it was told, as it took it: for who watches.
STATE(SupervisorState,
      (private(const SupervisorOptions *),
       options)(private(struct Plan *),
                plan)(u64, restarts)(enum(Strategy),
                                     strategy)(u64, intensity)(i64, period_ms))
typedef SupervisorState supervisor_type_state;
extern const ActorType supervisor_type;

// The options, and the specs and states in them, live as long as the
// supervisor: best as static data, outside of functions.
MUST_USE SupervisorRef supervisor_spawn(System *system, const char *label,
                                        const SupervisorOptions *options);

// A child that is a supervisor: SUPERVISED("label", &options, more fields).
#define SUPERVISED(label, ...) \
  CHILD(supervisor, label, SUPERVISED_(__VA_ARGS__, .end_[1] = 0))
#define SUPERVISED_(options_, ...) \
  (&(const SupervisorState){.options = options_}), __VA_ARGS__

// Makes one more child, the last in order. Its reference is good at once, and
// takes messages; the supervisor starts it, or it ends unstarted if the
// supervisor ends first (actor_wait_started, a monitor). The spec is copied. A
// reference of no actor says why by spawn_outcome. A CHECK that the spec has a
// type.
MUST_USE Ref supervisor_add(SupervisorRef supervisor, const ChildSpec *spec);

// The same with its type: CounterRef hits = ADD_CHILD(counter, supervisor, &s).
#define ADD_CHILD(prefix, supervisor, spec) \
  ((struct prefix##_ref){supervisor_add(supervisor, spec)})

#endif
