// session_parts.h -- between session.c and session_watch.c only.
#ifndef SIM_SESSION_PARTS_H
#define SIM_SESSION_PARTS_H

#include "session.h"

// Ends the child and forgets the run; the tape holds nothing, not even step 0.
void session_forget(Session *session);

// Tells model and checks the start of the run anew.
void session_begin_again(Session *session);

// A live program is left.
void session_leave_watch(Session *session);

// Hears what a live program has told. SESSION_AWAITS: perhaps something.
SessionOutcome session_listen(Session *session);

// Nothing can be done to this run, and `said` says why.
SessionOutcome session_refuse(Session *session);

#endif
