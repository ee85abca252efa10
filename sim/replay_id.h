// replay_id.h -- what a replay line belongs to: VERSION/PROGRAM/BUILD.
//
// The build is a hash of the program's file: choices mean something else to
// other code.
#ifndef SIM_REPLAY_ID_H
#define SIM_REPLAY_ID_H

#include "session.h"

enum { REPLAY_VERSION = 1 };

// Adds that of this session's program.
void replay_id_add(const Session *session, Text *out);

// True if `id`, which ends with its text, is this session's. False: *why gets
// one line.
MUST_USE bool replay_id_fits(const Session *session, const char *id, Text *why);

#endif
