// complete.h -- what could follow what is typed: verbs, actors, messages,
// fields.
#ifndef SIM_COMPLETE_H
#define SIM_COMPLETE_H

#include "desk.h"

// Adds to *out, one a line, every word that could stand where the last word of
// `line` (the text left of the cursor) begins and starts as it does.
void complete_line(const Desk *desk, const char *line, Text *out);

// A line one could type now, for who does not know what to: a message for the
// selected actor.
void complete_example(const Desk *desk, Text *out);

// What a verb takes, as help shows it, if nothing but the verb is typed; else
// nothing.
void complete_usage(const char *line, Text *out);

#endif
