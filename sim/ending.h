// ending.h -- how a run ended, or what it is at, in one line.
#ifndef SIM_ENDING_H
#define SIM_ENDING_H

#include "session.h"

// Fills session->ending and session->said from the engine's last state and the
// model of the end of the tape.
void ending_say(Session *session, EngineState state);

// While the child is waited for: who is at what, "counter handles inc{...}".
void ending_whom(const Session *session, Text *out);

#endif
