// readers.c -- a room for many readers or one writer: who waits how long?
#include <stdlib.h>

#include "troupe.h"

enum { QUEUE = 4 };

// read -> | write -> : the answer lets in; leave when done
#define ROOM(M)                  \
  M(ROOM_READ, room, read, , )   \
  M(ROOM_WRITE, room, write, , ) \
  M(ROOM_LEAVE, room, leave, , )
PROTOCOL(Room, room, ROOM)

typedef struct Waiting {
  Request *readers[QUEUE];
  Request *writer;
} Waiting;

STATE(RoomState, (bool, fair)(i64, inside)(bool, writing)(bool, writer_waits)(
                     i64, queued)(i64, overtaken)(private(Waiting), waiting))
ACTOR(Room, room, RoomState, guarding)

// go(times) starts it; in lets in.
#define USER(M)                        \
  M(USER_GO, user, go, (i64, times), ) \
  M(USER_IN, user, in, REPLY_HEAD, )
PROTOCOL(User, user, USER)
STATE(UserState, (ref(Room), room)(bool, writes)(i64, times)(i64, done))
ACTOR(User, user, UserState, using)

static void let_in(RoomState *self) {
  if (self->inside == 0 && self->writer_waits) {
    self->writing = true;
    self->writer_waits = false;
    room_reply_write_to(&self->waiting.writer);
  }
  while (!self->writing && !self->writer_waits && self->queued > 0) {
    self->inside++;
    room_reply_read_to(&self->waiting.readers[--self->queued]);
  }
}

static void guarding(RoomState *self, const RoomMsg *message) {
  switch (message->kind) {
    case ROOM_READ:
      if (self->writing || (self->fair && self->writer_waits)) {
        self->waiting.readers[self->queued++] = request_take();
      } else {
        self->overtaken += self->writer_waits;
        self->inside++;
        room_reply_read();
      }
      break;
    case ROOM_WRITE:
      self->waiting.writer = request_take();
      self->writer_waits = true;
      let_in(self);
      break;
    case ROOM_LEAVE:
      self->inside -= !self->writing;
      self->writing = false;
      let_in(self);
      break;
  }
}

static void enter(UserState *self) {
  ignore(self->writes ? room_ask_write_as(self->room, user_in, NEVER)
                      : room_ask_read_as(self->room, user_in, NEVER));
}

static void using(UserState *self, const UserMsg *message) {
  switch (message->kind) {
    case USER_GO:
      self->times = message->go.times;
      enter(self);
      break;
    case USER_IN:
      self->done++;
      ignore(room_tell_leave(self->room));
      if (self->done < self->times) {
        enter(self);
      }
      break;
  }
}

int main(void) {
  static const char *const names[] = {"ann", "bob", "writer"};
  System *system = system_start(NULL);
  bool fair = getenv("fair") != NULL;
  RoomRef room = room_spawn(system, "room", (RoomState){.fair = fair});
  for (int i = 0; i < 3; i++) {
    UserState state = {.room = room, .writes = i == 2};
    UserRef user = user_spawn(system, names[i], state);
    ignore(user_tell_go(user, i == 2 ? 1 : 2));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
