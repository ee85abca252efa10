// room.h -- a reading room: many may read at once, who restores is alone. The
// contract is given; do not change it.
//
// Readers look at the books, and a restorer changes them. Any number of readers
// may be inside together; a restorer only if nobody else is. All are let in in
// the order in which they came, so that nobody is passed by, and readers next
// to each other in the row are inside together.
#ifndef EXERCISE_ROOM_H
#define EXERCISE_ROOM_H

#include "base/types.h"

typedef struct Room Room;

// Gives an empty room, free with room_free when nobody uses it any more.
Room *room_new(void);
void room_free(Room *room);

// All below: any thread, several at a time. Who is inside leaves before it
// enters again.

// Blocks while a restorer is inside, and while somebody waits who came before.
void room_enter_to_read(Room *room);
void room_leave_reader(Room *room);

// Blocks while anybody is inside, and while somebody waits who came before.
void room_enter_to_restore(Room *room);
void room_leave_restorer(Room *room);

#endif
