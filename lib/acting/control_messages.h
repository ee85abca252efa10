// control_messages.h -- what the runtime itself sends to actors. Not for users.
#ifndef ACTING_CONTROL_MESSAGES_H
#define ACTING_CONTROL_MESSAGES_H

#include "telling/protocol.h"

#define CONTROL(M)                     \
  M(CONTROL_START, control, start, , ) \
  M(CONTROL_STOP, control, stop, , )   \
  M(CONTROL_KILL, control, kill, , )
PROTOCOL_DATA(Control, control, CONTROL)

#endif
