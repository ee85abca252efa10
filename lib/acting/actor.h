// actor.h -- what handlers may do, and what anybody may do with an actor.
//
// Any thread may call these unless the section says "inside": from a handler,
// on_start or on_stop. None of them blocks. The typed functions that a program
// uses to tell, ask and reply are generated from declarations (declare.h).
//
// Any reference may be used at any time. To one that has ended nothing is done:
// a tell answers TELL_STOPPED, an ask ASK_STOPPED. One of a refused spawn, of a
// system that has been stopped, or, in a handler, of another system, is a
// stranger: TELL_STRANGER, ASK_STRANGER, and as ended to all else. (Threads
// outside may use the actors of every system.) `main` takes no messages.
#ifndef ACTING_ACTOR_H
#define ACTING_ACTOR_H

#include "acting/activation.h"
#include "acting/actor_type.h"
#include "acting/behaviour.h"
#include "acting/dispatch.h"
#include "acting/spawning.h"
#include "base/deadline.h"
#include "telling/message.h"

// A handler may find that others have run, and ended, between two of its tells,
// asks or spawns: on other threads, or, where it sends so much that memory runs
// short, on its own (nesting.h). So it holds no lock over one of these calls
// for which another handler waits; who has one of base/thread.h locked is
// spared, of other locks nobody knows.

// ---- Inside ----

// Ends this actor normally when the handler returns; its reply is still sent.
void actor_exit(void);

// The clock and the random numbers of the system: the stepper repeats them.
i64 actor_now(void);
u64 actor_random(void);

// The system this handler runs in.
System *actor_system(void);

// Gives a zeroed block of memory that hangs on the actor: freed at its end at
// the latest. Fails the actor when there is none.
MUST_USE void *actor_own(size_t size);

// Takes a text or bytes out of the message being handled: they hang on the
// actor from now on, and the message's field is none.
MUST_USE const char *take_text(const char *const *field);
MUST_USE Bytes take_bytes(const Bytes *field);

// Gives `size` zeroed bytes that hang on the actor (outside: on nothing, to be
// freed by block_free unless sent). Size 0: no memory.
MUST_USE Bytes bytes_new(size_t size);

// Answers the message being handled with ASK_REFUSED.
void actor_refuse(void);

// Says that this actor, as it is now, has no use for the message being handled:
// the listener is told, it is counted, and an ask is answered ASK_REFUSED. The
// actor lives on.
void actor_unaccepted(void);

// ---- Anywhere ----

// Asks the actor to end when it has handled what reached it before this; new
// messages are refused from the moment it arrives. Ended actors: nothing.
// A supervised actor lives again afterwards if its mode says so.
void actor_stop(Ref ref);

// Ends the actor, or the life of a supervised one, before its next message.
void actor_kill(Ref ref);

// True while the actor has not ended; also between two lives.
bool actor_is_alive(Ref ref);

// User messages waiting in its mailbox now; 0 if it has ended.
size_t actor_mailbox_length(Ref ref);

// The same with their bytes and the bounds of the mailbox.
MailboxLoad actor_mailbox_load(Ref ref);

// Bounds its mailbox anew, by user messages and by bytes; 0: no bound. What
// waits or is on its way stays: a mailbox that holds more than it should has no
// room until it holds less (and one that drops its oldest drops them when the
// next message arrives). Its policy is as before. False: the actor has ended.
bool actor_mailbox_resize(Ref ref, size_t capacity, size_t capacity_bytes);

// Prints like printf to the standard output, or to whoever watches the run;
// one call, one event.
void say(const char *format, ...) PRINTF_LIKE(1, 2);

// ---- Behind the generated functions ----

// Bytes among the fields are none afterwards if they have moved, and untouched
// otherwise.
MUST_USE TellOutcome actor_tell(Ref to, const MessageInfo *info, void *fields);
Ref actor_self(void);

#endif
