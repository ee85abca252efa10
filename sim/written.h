// written.h -- how much this process has written, as the system counts it.
#ifndef SIM_WRITTEN_H
#define SIM_WRITTEN_H

#include "base/types.h"

// Bytes given to write since the process began, to whatever; 0 where the system
// does not tell. Some microseconds. One thread.
u64 written_bytes(void);

#endif
