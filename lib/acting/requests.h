// requests.h -- the table of open requests. Not for users; see ask.h.
//
// Life of an entry: opened by the ask; closed by whoever completes it first,
// which sends the answer on its way; an entry of an outside asker stays until
// that asker has seen the answer. Ids are never used again, so a late one finds
// nothing.
#ifndef ACTING_REQUESTS_H
#define ACTING_REQUESTS_H

#include "acting/request_table.h"

// Opens a request, its answer allocated; 0: out of memory.
MUST_USE RequestId request_open(System *system, const RequestSpec *spec);

// Completes it with ASK_TIMEOUT when the span is over.
void request_limit(System *system, RequestId request, Deadline deadline);

// Sends the answer, from `from` (NULL: it arrives at once, as from nobody).
// `fields` are the reply's, moved and copied as sends do; NULL unless ASK_OK.
// False: it was completed before, or the fields found no memory (then the
// asker hears ASK_NO_MEMORY).
MUST_USE bool request_complete(System *system, RequestId request,
                               AskOutcome outcome, Actor *from, void *fields);

// Takes back an open request: its ask was not sent, or nobody can answer it.
void request_forget(System *system, RequestId request);

// Takes back an open request of this asker, with all that waits for it. False:
// it is not open any more, or was never this actor's.
MUST_USE bool request_cancel(Actor *asker, RequestId request);

// Completes an ask that nobody handles (System.bounce): with ASK_FULL if it was
// dropped, else with ASK_STOPPED.
void request_bounced(System *system, Actor *from, const Message *ask,
                     TellOutcome why);

// An answer has come to an actor in whose former life it was asked.
void request_too_late(System *system, const Message *answer);

// The answer of an outside asker arrives (System.answered).
void request_delivered(System *system, Message *answer);

// Takes the answer, its outcome and the entry away from a waiting asker.
MUST_USE Message *request_collect(System *system, RequestId request,
                                  AskOutcome *outcome);

// The message the request was opened with.
const MessageInfo *request_info(System *system, RequestId request);

#endif
