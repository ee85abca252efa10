// later.h -- messages that wait for their time: once, or again and again.
//
// A timer belongs to who set it: an actor, or main for threads outside. It ends
// with its owner: what still waits then is cancelled, and a message that was to
// come once is a dead letter. Time is the system's clock, virtual under the
// stepper. None of these functions blocks.
//
// What an actor's own timer brings to itself is urgent: it overtakes all that
// waits in the mailbox, and comes also while the actor holds an ask. Once such
// a timer is cancelled nothing of it is handled any more, not even what had
// fired before and waited.
#ifndef ACTING_LATER_H
#define ACTING_LATER_H

#include "acting/dispatch.h"
#include "base/deadline.h"
#include "telling/message.h"

// A timer: its number in its system and the system's node. 0: none. Never used
// again. A u64, so that a state can hold it as a field.
typedef u64 TimerId;

// A tick is missed if it could not be sent at its time: the receiver's mailbox
// had no room, there was no memory, or the timer came late.
typedef enum MissedTicks {
  TICKS_SKIP,     // it never comes; the next one comes at its own time
  TICKS_CATCH_UP  // all come, one by one, as soon as they can
} MissedTicks;

// Cancels a timer of the calling actor, or outside of main. After
// TIMER_CANCELLED nothing of it arrives any more; what arrived before may still
// wait in another's mailbox. TIMER_LATE: it has fired, or fires just now, or
// there was nothing left to cancel; nothing follows in any case.
// TIMER_STRANGER: 0, or no timer was ever given this id by a system that lives.
// Any thread.
MUST_USE TimerOutcome timer_cancel(TimerId timer);

// From now on this timer of the calling actor, or outside of main, does not
// keep the system from being quiet: system_run returns RUN_QUIET although it
// will fire, and fires again. For ticks that only look after what others do.
// Nothing if it has fired or was cancelled. Any thread.
void timer_weaken(TimerId timer);

// ---- Behind the generated functions ----

// Tells after the span, which may not be NEVER (a CHECK); one that is over
// already brings the message at once. Room is reserved now. *timer
// becomes its id if `timer` is not NULL and the outcome TELL_OK.
MUST_USE TellOutcome actor_tell_after(Ref to, const MessageInfo *info,
                                      void *fields, Deadline span,
                                      TimerId *timer);

// Tells after each period (a CHECK: longer than 0, not NEVER) a copy of the
// fields, until cancelled, or until its owner or the receiver ends. Room is
// taken by each tick at its time.
MUST_USE TellOutcome actor_tell_every(Ref to, const MessageInfo *info,
                                      void *fields, Deadline period,
                                      MissedTicks missed, TimerId *timer);

// ---- For the runtime ----

// Sets a timer that brings the running actor a message without fields, once,
// urgent, and counted against no bound. TELL_OK or TELL_NO_MEMORY.
MUST_USE TellOutcome later_own(Actor *self, const MessageInfo *info,
                               Deadline span, TimerId *timer);

// A timer set by later_own starts anew, also one that has fired, if its message
// has not been handled. False: it has, or it was cancelled.
MUST_USE bool later_renew(Actor *self, TimerId timer, Deadline span);

// A message of the actor's own timer is to be handled. False: the timer has
// been cancelled or has started anew, and the message is taken.
MUST_USE bool later_admit(Actor *actor, Message *message);

// Cancels all timers of the actor, which has ended; of main: of its system.
void later_end(Actor *owner);

#endif
