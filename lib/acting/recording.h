// recording.h -- a run, written to a file while it goes on. Not for users.
//
// With TROUPE_RECORD=FILE in its environment the first system of a process
// that has no listener of its own writes every event to FILE, in the format of
// record.h, whatever its dispatcher. An event is told by the thread to which it
// happens, before anything that follows from it can be seen elsewhere; and
// events are told one at a time, under the trace's lock. So their order in the
// file agrees with what caused what. Each is written at once: after a crash the
// file ends where the program did. At RECORDING_BYTES, or when the disk is
// full, the rest is counted, and the last event of the file is EVENT_LOST.
#ifndef ACTING_RECORDING_H
#define ACTING_RECORDING_H

#include "telling/event.h"

enum { RECORDING_BYTES = 200 << 20 };

typedef struct Recording Recording;

// Gives the recording that the environment asks for, or NULL: none, or it
// cannot be written, which is said on standard error.
Recording *recording_open(void);

// The listener; its context is the Recording.
void recording_listen(void *recording, const Event *event);

// Nothing is told any more. NULL is allowed.
void recording_close(Recording *recording);

#endif
