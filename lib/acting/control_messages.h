// control_messages.h -- what the runtime itself sends to actors. Not for users.
#ifndef ACTING_CONTROL_MESSAGES_H
#define ACTING_CONTROL_MESSAGES_H

#include "telling/outcome.h"
#include "telling/protocol.h"

// Up to kill they are life.c's own; up to exit they are for System.bonds; the
// rest are the words between a supervisor and its children (lives.h).
#define CONTROL(M)                                                            \
  M(CONTROL_START, control, start, , )                                        \
  M(CONTROL_STOP, control, stop, , )                                          \
  M(CONTROL_KILL, control, kill, , )                                          \
  M(CONTROL_WATCH, control, watch, (u64, monitor), )                          \
  M(CONTROL_UNWATCH, control, unwatch, (u64, monitor), )                      \
  M(CONTROL_DOWN, control, down,                                              \
    (u64, monitor)(ref(Any), who)(enum(StopReason), reason), )                \
  M(CONTROL_LINK, control, link, (u64, link), )                               \
  M(CONTROL_UNLINK, control, unlink, (u64, link), )                           \
  M(CONTROL_EXIT, control, exit,                                              \
    (u64, link)(ref(Any), who)(enum(StopReason), reason), )                   \
  M(CONTROL_SUSPEND, control, suspend, (u64, life), )                         \
  M(CONTROL_STARTED, control, started, (u64, life), )                         \
  M(CONTROL_PAUSED, control, paused, (u64, life)(enum(StopReason), reason), ) \
  M(CONTROL_OVER, control, over, (u64, life)(enum(StopReason), reason), )     \
  M(CONTROL_DUE, control, due, , )                                            \
  M(CONTROL_ADOPT, control, adopt, (ref(Any), child), )
PROTOCOL_DATA(Control, control, CONTROL)

static inline bool control_is_bond(u32 kind) {
  return kind > CONTROL_KILL && kind <= CONTROL_EXIT;
}

#endif
