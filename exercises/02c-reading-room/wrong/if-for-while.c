// WRONG, fails a_restorer_waits_until_all_have_left:
// who was woken goes in. The first of two readers who leaves wakes the
// restorer, and the other one still reads.
#include "room.h"

#include "base/mem.h"
#include "base/thread.h"

struct Room {
  Mutex lock;  // protects all below
  int readers;
  bool is_restored;
  u64 came;  // how many have come
  u64 next;  // whose turn it is, of those who have come; who is inside is past
  Cond changed;
};

Room *room_new(void) {
  Room *room = mem_new(Room);
  mutex_init(&room->lock);
  cond_init(&room->changed);
  return room;
}

void room_free(Room *room) {
  cond_release(&room->changed);
  mutex_release(&room->lock);
  mem_free(room);
}

// Whoever waits looks whether it is their turn now.
static void tell_and_unlock(Room *room) {
  cond_broadcast(&room->changed);
  mutex_unlock(&room->lock);
}

void room_enter_to_read(Room *room) {
  mutex_lock(&room->lock);
  u64 mine = room->came++;
  while (room->next != mine || room->is_restored) {
    cond_wait(&room->changed, &room->lock);
  }
  room->readers++;
  room->next++;
  tell_and_unlock(room);  // the next may be a reader, too
}

void room_leave_reader(Room *room) {
  mutex_lock(&room->lock);
  room->readers--;
  tell_and_unlock(room);
}

void room_enter_to_restore(Room *room) {
  mutex_lock(&room->lock);
  u64 mine = room->came++;
  if (room->next != mine || room->is_restored || room->readers > 0) {
    cond_wait(&room->changed, &room->lock);
  }
  room->is_restored = true;
  room->next++;  // nobody gets in now, so nobody is told
  mutex_unlock(&room->lock);
}

void room_leave_restorer(Room *room) {
  mutex_lock(&room->lock);
  room->is_restored = false;
  tell_and_unlock(room);
}
