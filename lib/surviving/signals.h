// signals.h -- SIGINT, SIGTERM and others as messages to an actor.
//
// The signal actor asks for them, usually in on_start, and gets them until it
// ends, each as a message of its own protocol whose field is SIGNAL_HEAD:
//
//   M(GUARD_SIGNALLED, guard, signalled, SIGNAL_HEAD, )
//   SignalsOutcome outcome = signals_open(
//       (int[]){SIGINT, SIGTERM}, 2, guard_signalled);
//
// As POSIX has it, several of the same signal may become one. The message
// counts against no bound. Under the stepper real signals do what they always
// did, so that a run can be ended; injected ones come, in an order that
// repeats. One actor of a process at a time can have signals.
#ifndef SURVIVING_SIGNALS_H
#define SURVIVING_SIGNALS_H

#include <signal.h>

#include "acting/ask.h"
#include "telling/outcome.h"

#define SIGNAL_HEAD (i64, signal)
typedef const MessageInfo *SignalCarrier(CarrierMark mark, i64 number);

enum { SIGNALS_MOST = 16 };

// From now on these signals come to the calling actor, until it ends or closes
// them; what they did before, they do again then. 1 to SIGNALS_MOST numbers.
// SIGNALS_REFUSED: one of them cannot be caught, or says that this program is
// broken (SIGSEGV and the like). Anything but SIGNALS_OK: nothing has changed.
// Inside only.
MUST_USE SignalsOutcome signals_open(const int *numbers, size_t count,
                                     SignalCarrier *message);

// Ends it before the actor's end. Others': nothing. Inside only. Blocks for as
// long as one signal takes to be sent.
void signals_close(void);

// As if the signal had come. False: no actor has asked for it, or there was no
// memory (then it comes with the next one). Any thread that may use the
// actor's system.
bool signals_inject(int number);

#endif
