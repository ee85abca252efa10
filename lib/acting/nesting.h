// nesting.h -- turns inside a turn: a worker whose handler has run memory short
// (relief.h) first runs some of those whom it has made ready. Not for users.
#ifndef ACTING_NESTING_H
#define ACTING_NESTING_H

#include "acting/seeking.h"

void nesting_relieve(Pool *pool, Worker *worker, Actor *wanted);

#endif
