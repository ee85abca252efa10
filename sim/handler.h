// handler.h -- which function of the program the step at the cursor was, and
// what it did.
#ifndef SIM_HANDLER_H
#define SIM_HANDLER_H

#include "session.h"
#include "text.h"

typedef struct Handler {
  u64 actor;        // whose; 0: main
  bool ran;         // in this step; else it is what will handle the message
  char *type;       // of the actor; NULL: main, which is a function of its own
  char *behaviour;  // NULL: its first
  char *message;    // by name, or NULL
  char *where;      // "FILE:LINE", of a thread's turn; else NULL
} Handler;

// Of the step at the cursor. Release it.
void handler_find(const Session *session, Handler *handler);
void handler_release(Handler *handler);

// What happened in the step at the cursor, a line each: what was sent,
// answered, said, changed. Adds to *out.
void handler_deeds(const Session *session, Text *out);

#endif
