// watch.h -- the stream of a live program, as steps on a tape.
//
// The program is elsewhere and waits for nobody: TROUPE_ATTACH=SOCKET in its
// environment makes it tell (acting/live.h). Nothing it sends is trusted.
#ifndef SIM_WATCH_H
#define SIM_WATCH_H

#include "tape.h"
#include "text.h"

typedef struct Watch Watch;

typedef enum WatchOutcome {
  WATCH_OK,       // something new is on the tape, or soon
  WATCH_FULL,     // the tape can take no more
  WATCH_STOPPED,  // by a signal
  WATCH_OVER      // the program has gone, or tells nonsense: watch_said
} WatchOutcome;

// Comes to the socket. NULL: *why gets one line.
Watch *watch_open(const char *path, Text *why);
void watch_close(Watch *watch);  // NULL is allowed

// Waits a moment for what is told and puts it on the tape.
WatchOutcome watch_listen(Watch *watch, Tape *tape, const volatile int *stop);

// Leaves and comes back: what is told next begins with what there is.
void watch_again(Watch *watch);

// How it ended, in one line.
const char *watch_said(const Watch *watch);

#endif
