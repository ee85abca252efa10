// doorstep.h -- a unix socket at which a running program waits. Not for users.
#ifndef ACTING_DOORSTEP_H
#define ACTING_DOORSTEP_H

#include <sys/un.h>

#include "base/types.h"

// Waits at `path`, for its owner alone: *fd listens, and *address is where. A
// socket that a program has left behind is taken over; a file that is none, or
// one at which somebody listens, is not. False: errno says why; *fd, if it is
// not -1, is the caller's to close all the same. Does not block.
MUST_USE bool doorstep_open(const char *path, struct sockaddr_un *address,
                            int *fd);

#endif
