// await.h -- what a thread outside can wait for: quiet, a start, an end, room.
//
// All of them block, up to the deadline; with one in the past they only look.
// A handler may not (its actor fails),
// unless its actor was spawned as `blocking`; and none may wait for quiet,
// which it disturbs itself. Several threads may wait for the same, except under
// the stepper.
#ifndef ACTING_AWAIT_H
#define ACTING_AWAIT_H

#include "acting/dispatch.h"
#include "base/deadline.h"
#include "telling/protocol.h"
#include "telling/outcome.h"

// Waits until nothing can happen any more without help from outside (no mail,
// no timer but weak ones), no actor is left, or the time is up. With NOW it
// only looks.
RunOutcome system_run(System *system, Deadline deadline);

// Waits until the actor has started, or tells why not. START_STOPPED also for a
// reference whose slot is another's by now.
MUST_USE StartOutcome actor_wait_started(Ref ref, Deadline deadline);

// Waits for the actor's end, of its last life if it has several; on END_OK
// *reason says how it ended.
MUST_USE EndOutcome actor_wait_end(Ref ref, StopReason *reason,
                                   Deadline deadline);

// ---- Behind the generated functions ----

// Tells as actor_tell does, and waits for room if there is none. TELL_TIMEOUT:
// none came free in time; TELL_FULL: no waiting was allowed (NOW), the message
// is larger than the mailbox, or nothing is left that could make room (the
// stepper notices); TELL_STOPPED also if the actor ends meanwhile. Threads that
// wait get room in no order.
MUST_USE TellOutcome actor_tell_within(Ref to, const MessageInfo *info,
                                       void *fields, Deadline deadline);

#endif
