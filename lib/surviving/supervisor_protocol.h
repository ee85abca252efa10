// supervisor_protocol.h -- what can be asked of a supervisor (supervisor.h).
#ifndef SURVIVING_SUPERVISOR_PROTOCOL_H
#define SURVIVING_SUPERVISOR_PROTOCOL_H

#include "acting/declare.h"

#define STRATEGIES(E)                                                      \
  E(ONE_FOR_ONE, one_for_one)   /* a child that ends is restarted alone */ \
  E(ONE_FOR_ALL, one_for_all)   /* with all the others */                  \
  E(REST_FOR_ONE, rest_for_one) /* with those that started after it */     \
  E(SIMPLE_ONE_FOR_ONE, simple_one_for_one) /* alone; the children have no \
                                               order and end all at once */
ENUM(Strategy, STRATEGIES)

#define CHILD_STATES(E)                                           \
  E(CHILD_WAITING, waiting)   /* for its turn to start */         \
  E(CHILD_DELAYED, delayed)   /* for the time of its next life */ \
  E(CHILD_STARTING, starting) /* on_start is not done */          \
  E(CHILD_RUNNING, running)                                       \
  E(CHILD_ENDING, ending) /* this life, or for good: it has been told */
ENUM(ChildState, CHILD_STATES)

#define CHILD_OUTCOMES(E)                                              \
  E(CHILD_OK, ok)                                                      \
  E(CHILD_UNKNOWN, unknown) /* not, or no more, a child of this one */ \
  E(CHILD_ENDS, ends)       /* it is being ended already */
ENUM(ChildOutcome, CHILD_OUTCOMES)

// list() -> all children, in order of their start, the same place in each
// find(label) -> the first child of that label, or none
// end_child(child) -> when it has ended for good
// restart_child(child) -> at once; it ends this life and begins another, which
//     is not counted. One that waits for its time starts now
// aside(child) -> the messages that were set aside, printed
// again(child) -> how many of these were sent again, behind what waits
// discard(child) -> how many were thrown away
#define SUPERVISOR(M)                                                        \
  M(SUPERVISOR_LIST, supervisor, list, ,                                     \
    (array(text), labels)(array(ref(Any)), children)(array(u64), restarts)(  \
        array(enum(ChildState)), states))                                    \
  M(SUPERVISOR_COUNT, supervisor, count, ,                                   \
    (u64, children)(u64, running)(u64, restarts))                            \
  M(SUPERVISOR_FIND, supervisor, find, (text, label), (ref(Any), child))     \
  M(SUPERVISOR_END_CHILD, supervisor, end_child, (ref(Any), child),          \
    (enum(ChildOutcome), outcome))                                           \
  M(SUPERVISOR_RESTART_CHILD, supervisor, restart_child, (ref(Any), child),  \
    (enum(ChildOutcome), outcome))                                           \
  M(SUPERVISOR_ASIDE, supervisor, aside, (ref(Any), child),                  \
    (array(text), messages))                                                 \
  M(SUPERVISOR_AGAIN, supervisor, again, (ref(Any), child), (u64, messages)) \
  M(SUPERVISOR_DISCARD, supervisor, discard, (ref(Any), child), (u64, messages))
PROTOCOL(Supervisor, supervisor, SUPERVISOR)

#endif
