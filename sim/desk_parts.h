// desk_parts.h -- between desk.c and desk_run.c only.
#ifndef SIM_DESK_PARTS_H
#define SIM_DESK_PARTS_H

#include "desk.h"

// Carries out one command. What it has to say is added to the answer.
DeskResult desk_do(Desk *desk, const char *text);

// Goes on with the lesson if that is what it waited for: a verb, or "" for a
// step.
void desk_learn(Desk *desk, const char *verb);

#endif
