// cancelled.h -- an actor hears that a token was cancelled, or cancels one by
// its end (passing/cancel.h).
//
// The news is a message of the actor's own protocol, whose field is
// CANCEL_HEAD:
//
//   M(FETCH_CANCELLED, fetch, cancelled, CANCEL_HEAD, )
//   CancelWatch *watch = cancel_watch(token, 1, fetch_cancelled);
//
// It was allocated with the watch and counts against no bound. Both kinds of
// watch are blocks of the actor and end with it at the latest, or by
// block_free. Inside only. Under the stepper a token that actors watch may be
// cancelled by the thread that started the system alone.
#ifndef SURVIVING_CANCELLED_H
#define SURVIVING_CANCELLED_H

#include "acting/ask.h"
#include "passing/cancel.h"

#define CANCEL_HEAD (u64, mark)
typedef const MessageInfo *CancelCarrier(CarrierMark mark, u64 number);

typedef struct CancelWatch CancelWatch;

// Has the message come when the token is cancelled: once, and at once if it is.
// `mark` comes with it, to tell tokens apart. Shares the token. NULL: out of
// memory, nothing will come. When the watch has been freed nothing is sent any
// more, but the message may be in the mailbox already.
MUST_USE CancelWatch *cancel_watch(CancelToken *token, u64 mark,
                                   CancelCarrier *cancelled);

// Cancels the token when the block is freed: at the end of the actor, however
// it ends, at the latest. Shares the token. NULL: out of memory.
MUST_USE void *cancel_at_end(CancelToken *token);

#endif
