// ask.h -- requests: a message that wants an answer, and the answer's way back.
//
// A request is an entry in the system's table, named by a serial number, never
// by the asker's stack: a reply to one that has ended is late, counted
// and dropped. The reply's memory is allocated with the ask, so that answering
// cannot fail. Whoever completes the request first (a reply, the deadline, the
// end of the actor that holds it) decides its outcome; exactly one does.
//
// These functions stand behind the ones that PROTOCOL generates (actor.h).
#ifndef ACTING_ASK_H
#define ACTING_ASK_H

#include "base/deadline.h"
#include "telling/message.h"
#include "telling/outcome.h"

// A request that a handler keeps, to answer it later: a block of its actor. If
// the actor ends or frees it first, its asker hears ASK_UNANSWERED.
typedef struct Request Request;

// Takes the request of the message being handled, so that the handler's end
// does not answer it. NULL if the message is no ask (or was answered).
// Inside only.
MUST_USE Request *request_take(void);

// The same where being without memory is no failure. False: no memory, and the
// request is still the message's. *taken is NULL for a message that is no ask.
MUST_USE bool request_try_take(Request **taken);

// Marks the functions that stand for a message (actor.h, VERB_CARRY_).
typedef struct CarrierMark {
  char unused;
} CarrierMark;

// A message without fields, which the runtime brings to its own actor.
typedef const MessageInfo *PlainCarrier(CarrierMark mark);

// Asks from outside, or in a handler of a blocking actor, and waits (there
// ASK_DEADLOCK also if that would close a ring). On ASK_OK *reply is filled;
// texts, bytes and arrays in it are the caller's, each to be freed by
// block_free. Otherwise *reply is zeroed. With a deadline in the
// past it is sent all the same, and times out. Bytes among the fields are none
// afterwards if they have moved, and untouched otherwise.
// With NEVER, in the pool, an asker from outside may run the asked actor itself
// if that is idle: its handlers find a stack of the asker's size, and the asker
// goes on when they have returned. Other askers look for the answer for some 20
// microseconds, which keeps a core busy, before they sleep.
MUST_USE AskOutcome ask_outside(Ref to, const MessageInfo *info, void *fields,
                                void *reply, Deadline deadline);

// The same, and waits for room in a full mailbox for up to `room`, before the
// deadline of the answer begins. ASK_FULL: none came free in time, the
// message is larger than the mailbox, or nothing is left that could make room
// (the stepper notices).
MUST_USE AskOutcome ask_within(Ref to, const MessageInfo *info, void *fields,
                               void *reply, Deadline room, Deadline deadline);

// Asks from a handler: the answer, whatever it is, arrives as the message
// `brings`, also when the ask could not be sent (its bytes then are untouched).
// With `holds` no other user message is handled until then. Returns its id, or
// 0 when out of memory: then nothing was sent and nothing will arrive.
MUST_USE RequestId ask_inside(Ref to, const MessageInfo *info, void *fields,
                              const MessageInfo *brings, bool holds,
                              Deadline deadline);

// Takes back an ask of the running actor, held or not: nothing of it arrives
// any more, and a reply to it is late. False: it is no open ask of this actor;
// its answer, if it is one, has come or is on its way. Inside only.
bool ask_cancel(RequestId request);

// Answers the message being handled, which must be `info`; nothing if it was
// told and not asked. Texts and arrays are copied; bytes are taken, and freed
// if they do not reach an asker.
void ask_reply(const MessageInfo *info, void *fields);

// The same for a kept request, which is freed; *request becomes NULL. If it is
// NULL, the message kept was told and not asked.
void ask_reply_to(Request **request, const MessageInfo *info, void *fields);

#endif
