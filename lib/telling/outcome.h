// outcome.h -- how an operation can end, one small enum an operation.
//
// The lists are complete: also what only later parts of the framework answer.
// A refusal leaves everything as it was, and what was to be sent is still the
// caller's (but with TELL_DROPPED it has been sent, and was dropped). Ignoring
// one is a warning; ignore(outcome) says it is meant.
#ifndef TELLING_OUTCOME_H
#define TELLING_OUTCOME_H

#include "telling/protocol.h"

#define TELL_OUTCOMES(E)                                                  \
  E(TELL_OK, ok)             /* it is on its way, in order */             \
  E(TELL_FULL, full)         /* refused: the mailbox has no room */       \
  E(TELL_DROPPED, dropped)   /* the mailbox let it fall: a dead letter */ \
  E(TELL_TIMEOUT, timeout)   /* no room came free in time */              \
  E(TELL_STOPPED, stopped)   /* the actor has ended or is ending */       \
  E(TELL_STRANGER, stranger) /* the reference names no actor we know */   \
  E(TELL_NO_MEMORY, no_memory)
ENUM(TellOutcome, TELL_OUTCOMES)

#define ASK_OUTCOMES(E)                                                      \
  E(ASK_OK, ok)                 /* the reply's fields are filled */          \
  E(ASK_REFUSED, refused)       /* the actor said no */                      \
  E(ASK_TIMEOUT, timeout)       /* no reply in time */                       \
  E(ASK_FULL, full)             /* the mailbox has no room */                \
  E(ASK_STOPPED, stopped)       /* the actor ended before it could answer */ \
  E(ASK_RESTARTING, restarting) /* the actor is between two lives */         \
  E(ASK_FAILED, failed)         /* the actor failed at this request */       \
  E(ASK_UNANSWERED, unanswered) /* it was handled, and nobody kept it */     \
  E(ASK_DEADLOCK, deadlock)     /* no reply can ever come */                 \
  E(ASK_CANCELLED, cancelled)   /* the asker took it back */                 \
  E(ASK_STRANGER, stranger)     /* the reference names no actor we know */   \
  E(ASK_NO_MEMORY, no_memory)
ENUM(AskOutcome, ASK_OUTCOMES)

#define STASH_OUTCOMES(E) \
  E(STASH_OK, ok)         \
  E(STASH_FULL, full) /* the message is still being handled */
ENUM(StashOutcome, STASH_OUTCOMES)

#define SPAWN_OUTCOMES(E)                                                   \
  E(SPAWN_OK, ok)                                                           \
  E(SPAWN_NO_MEMORY, no_memory)                                             \
  E(SPAWN_NO_THREAD, no_thread) /* every actor has one, and none is left */ \
  E(SPAWN_NO_SLOT, no_slot)     /* 67 million actors are alive */           \
  E(SPAWN_STOPPING, stopping)   /* the system is being stopped */
ENUM(SpawnOutcome, SPAWN_OUTCOMES)

#define START_OUTCOMES(E)                                    \
  E(START_OK, ok)                                            \
  E(START_FAILED, failed)   /* on_start failed */            \
  E(START_STOPPED, stopped) /* it ended before it started */ \
  E(START_TIMEOUT, timeout)                                  \
  E(START_DEADLOCK, deadlock) /* it can never start */
ENUM(StartOutcome, START_OUTCOMES)

#define END_OUTCOMES(E)                                             \
  E(END_OK, ok)             /* it has ended; the reason is given */ \
  E(END_LONG_AGO, long_ago) /* it has ended; nobody knows why */    \
  E(END_TIMEOUT, timeout)                                           \
  E(END_DEADLOCK, deadlock) /* nothing is left that could end it */
ENUM(EndOutcome, END_OUTCOMES)

#define STOP_REASONS(E)                                                      \
  E(STOPPED_NORMAL, normal)                                                  \
  E(STOPPED_KILLED, killed)                                                  \
  E(STOPPED_FAILED, failed)                                                  \
  E(STOPPED_LINK, link)             /* an actor it is linked to died */      \
  E(STOPPED_SUPERVISOR, supervisor) /* its supervisor restarts or ends it */ \
  E(STOPPED_GONE, gone)             /* it had ended; nobody knows why */
ENUM(StopReason, STOP_REASONS)

#define RUN_OUTCOMES(E)                                                  \
  E(RUN_QUIET, quiet) /* nothing can happen without help from outside */ \
  E(RUN_EMPTY, empty) /* no actor is left */                             \
  E(RUN_TIMEOUT, timeout)
ENUM(RunOutcome, RUN_OUTCOMES)

#define SYSTEM_OUTCOMES(E)                                           \
  E(SYSTEM_CLEAN, clean)   /* every actor ended by itself in time */ \
  E(SYSTEM_KILLED, killed) /* some had to be killed */               \
  E(SYSTEM_STUCK, stuck)   /* a handler did not return: named, left */
ENUM(SystemOutcome, SYSTEM_OUTCOMES)

#define TIMER_OUTCOMES(E)                                            \
  E(TIMER_CANCELLED, cancelled) /* nothing of it arrives any more */ \
  E(TIMER_LATE, late)           /* nothing was left to cancel */     \
  E(TIMER_STRANGER, stranger)   /* a timer of no system we know, or 0 */
ENUM(TimerOutcome, TIMER_OUTCOMES)

#define LINK_OUTCOMES(E)   \
  E(LINK_OK, ok)           \
  E(LINK_STOPPED, stopped) \
  E(LINK_NO_MEMORY, no_memory)
ENUM(LinkOutcome, LINK_OUTCOMES)

#define SIGNALS_OUTCOMES(E)                                               \
  E(SIGNALS_OK, ok)                                                       \
  E(SIGNALS_TAKEN, taken)     /* an actor of this process has them */     \
  E(SIGNALS_REFUSED, refused) /* one of them may not or can't be heard */ \
  E(SIGNALS_NO_THREAD, no_thread)                                         \
  E(SIGNALS_NO_MEMORY, no_memory)
ENUM(SignalsOutcome, SIGNALS_OUTCOMES)

#define NAME_OUTCOMES(E)   \
  E(NAME_OK, ok)           \
  E(NAME_TAKEN, taken)     \
  E(NAME_STOPPED, stopped) \
  E(NAME_NO_MEMORY, no_memory)
ENUM(NameOutcome, NAME_OUTCOMES)

#endif
