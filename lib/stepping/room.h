// room.h -- zeroed memory of a run that is not the program's.
//
// Whoever puts the program's memory back between runs (base/checkpoint.h)
// leaves shared mappings alone; whoever goes on as a copy of the process needs
// private ones.
#ifndef STEPPING_ROOM_H
#define STEPPING_ROOM_H

#include "base/types.h"

// From now on: shared or private, as at first.
void room_share(bool shared);

// NULL: there is none. It is never given back.
void *room_take(size_t size);

#endif
