// ending.h -- how a run ended, in one line. For session.c only.
#ifndef SIM_ENDING_H
#define SIM_ENDING_H

#include "session.h"

// Fills session->ending and session->said from the engine's last state and the
// model of the end of the tape.
void ending_say(Session *session, EngineState state);

#endif
