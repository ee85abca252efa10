// test: in_no_order_of_their_steps_is_a_restorer_not_alone
//
// Readers and restorers, each of whom comes once or twice. In any order of
// their steps a restorer is alone with the book, and all of them get in.
#include <assert.h>

#include "base/thread.h"
#include "room.h"

static Room *room;
static int pages;  // guarded by the room: changed twice by who restores

static void read_once(void *unused) {
  (void)unused;
  room_enter_to_read(room);
  assert(pages % 2 == 0);
  room_leave_reader(room);
}

static void restore(void *unused) {
  (void)unused;
  room_enter_to_restore(room);
  pages++;
  assert(pages % 2 == 1);
  pages++;
  room_leave_restorer(room);
}

int main(void) {
  Thread ann;
  Thread bob;
  Thread rita;
  room = room_new();
  if (!thread_start(&ann, "Ann", read_once, NULL) ||
      !thread_start(&bob, "Bob", read_once, NULL) ||
      !thread_start(&rita, "Rita", restore, NULL)) {
    return 2;
  }
  restore(NULL);
  thread_join(&ann);
  thread_join(&bob);
  thread_join(&rita);
  assert(pages == 4);
  room_free(room);
  return 0;
}
