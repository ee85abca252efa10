// WRONG, fails a_second_restorer_does_not_pass_the_readers:
// no reader gets in while a restorer waits: restorers who take turns keep all
// readers out. It is the library's first repair.
#include "room.h"

#include "base/mem.h"
#include "base/thread.h"

struct Room {
  Mutex lock;  // protects all below
  int readers;
  bool is_restored;
  int restorers;  // who wait
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
  while (room->restorers > 0 || room->is_restored) {
    cond_wait(&room->changed, &room->lock);
  }
  room->readers++;
  mutex_unlock(&room->lock);
}

void room_leave_reader(Room *room) {
  mutex_lock(&room->lock);
  room->readers--;
  tell_and_unlock(room);
}

void room_enter_to_restore(Room *room) {
  mutex_lock(&room->lock);
  room->restorers++;
  while (room->is_restored || room->readers > 0) {
    cond_wait(&room->changed, &room->lock);
  }
  room->is_restored = true;
  room->restorers--;
  mutex_unlock(&room->lock);
}

void room_leave_restorer(Room *room) {
  mutex_lock(&room->lock);
  room->is_restored = false;
  tell_and_unlock(room);
}
