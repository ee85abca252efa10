// replay.h -- brings a session's child to the cursor. For session.c only.
#ifndef SIM_REPLAY_H
#define SIM_REPLAY_H

#include "session.h"

// Makes the child stand at the cursor, READY. Otherwise it says why not in
// session->said, and the tape is as it was.
SessionOutcome replay_to_cursor(Session *session);

// An event of a child that repeats the tape: compared, not kept.
void replay_event(Session *session, const Event *event);

#endif
