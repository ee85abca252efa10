// control_messages.h -- what the runtime itself sends to actors. Not for users.
#ifndef ACTING_CONTROL_MESSAGES_H
#define ACTING_CONTROL_MESSAGES_H

#include "telling/outcome.h"
#include "telling/protocol.h"

// Up to kill they are life.c's own; the rest is for System.bonds.
#define CONTROL(M)                                             \
  M(CONTROL_START, control, start, , )                         \
  M(CONTROL_STOP, control, stop, , )                           \
  M(CONTROL_KILL, control, kill, , )                           \
  M(CONTROL_WATCH, control, watch, (u64, monitor), )           \
  M(CONTROL_UNWATCH, control, unwatch, (u64, monitor), )       \
  M(CONTROL_DOWN, control, down,                               \
    (u64, monitor)(ref(Any), who)(enum(StopReason), reason), ) \
  M(CONTROL_LINK, control, link, (u64, link), )                \
  M(CONTROL_UNLINK, control, unlink, (u64, link), )            \
  M(CONTROL_EXIT, control, exit,                               \
    (u64, link)(ref(Any), who)(enum(StopReason), reason), )
PROTOCOL_DATA(Control, control, CONTROL)

#endif
