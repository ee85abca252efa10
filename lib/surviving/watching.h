// watching.h -- actors that hear what goes wrong in their system.
//
// A watcher names the message of its own protocol that brings the news; its
// fields are LETTER_HEAD, FAILURE_HEAD or STUCK_HEAD, and any other message
// does not compile:
//
//   M(LOG_LOST, log, lost, LETTER_HEAD, )
//   actor_watch_letters(log_lost);
//
// News is told from when it is asked for until the watcher ends or asks for
// none (NULL); asking again changes the message. It keeps to the bounds of the
// watcher's mailbox: what has no room or no memory there is missed and counted
// (SystemCounts.missed_news). News that is lost makes no news. With no watcher
// this costs nothing. All of it from handlers, on_start or on_stop.
//
// After Akka's dead-letter subscription and Erlang's error logger.
#ifndef SURVIVING_WATCHING_H
#define SURVIVING_WATCHING_H

#include "acting/actor.h"
#include "acting/ask.h"
#include "base/deadline.h"
#include "telling/protocol.h"

// A tell that nobody handles: to whom, from whom, what as text, and why
// (TELL_OK: it was handled, and its handler failed).
#define LETTER_HEAD \
  (ref(Any), to)(ref(Any), from)(text, message)(enum(TellOutcome), why)

// A failure: of whom, its label, the reason, and file:line of a CHECK, or "".
#define FAILURE_HEAD (ref(Any), who)(text, label)(text, reason)(text, place)

// A handler that does not return: whose, its label, the message's name, and for
// at least how long.
#define STUCK_HEAD (ref(Any), who)(text, label)(text, message)(i64, ms)

typedef const MessageInfo *LetterCarrier(CarrierMark mark, AnyRef to,
                                         AnyRef from, const char *message,
                                         TellOutcome why);
typedef const MessageInfo *FailureCarrier(CarrierMark mark, AnyRef who,
                                          const char *label, const char *reason,
                                          const char *place);
typedef const MessageInfo *StuckCarrier(CarrierMark mark, AnyRef who,
                                        const char *label, const char *message,
                                        i64 ms);

// True, or false when out of memory: then nothing has changed.
MUST_USE bool actor_watch_letters(LetterCarrier *letter);
MUST_USE bool actor_watch_failures(FailureCarrier *failure);

// Hears of every handler that runs longer than `span`, once a message, found
// within one more span. The shortest span that a watcher of the system named
// counts for all of them. Handlers of blocking actors may take their time.
// Under the stepper no time passes in handlers, and there is no such news.
MUST_USE bool actor_watch_stuck(StuckCarrier *stuck, Deadline span);

#endif
