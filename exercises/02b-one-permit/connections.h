// connections.h -- a pool of connections, lent to one user at a time. The
// contract is given; do not change it.
#ifndef EXERCISE_CONNECTIONS_H
#define EXERCISE_CONNECTIONS_H

#include "base/types.h"

enum { NO_CONNECTION = -1 };

typedef struct Connections Connections;

// Gives a pool of the connections 0 to count - 1, all at home. Free with
// connections_free when nobody uses it any more.
Connections *connections_new(int count);
void connections_free(Connections *pool);

// Both: any thread, several at a time.

// Blocks while none is at home. Gives one, which is lent to nobody else until
// it is given back; never NO_CONNECTION.
MUST_USE int connections_take(Connections *pool);

// Gives back one that was taken.
void connections_give(Connections *pool, int connection);

#endif
