// rows.h -- arrays in an actor's state that grow and shrink. Not for users.
//
// `array` is a field of kind array(KIND) of the running actor's state: a struct
// of items and count, whose items are a block of the actor. Where growing finds
// no memory it says so; nothing else needs any. Only from its handlers.
#ifndef SURVIVING_ROWS_H
#define SURVIVING_ROWS_H

#include "base/types.h"

// Gives zeroed memory that hangs on the running actor, or NULL.
MUST_USE void *rows_own(size_t size);

// Makes room for one more item of `size` bytes behind the last, which the
// caller fills and counts. False: out of memory, nothing has changed.
MUST_USE bool rows_room(void *array, size_t size);

// Takes out the item at `index`; those behind it move up.
void rows_remove(void *array, size_t size, size_t index);

#endif
