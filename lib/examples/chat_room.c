// chat_room.c -- a room that tells everybody, and notices who leaves.
#include <string.h>

#include "troupe.h"

enum { SEATS = 8, NAME_SIZE = 16 };

// hear(line) | heard() -> lines
#define GUEST(M)                             \
  M(GUEST_HEAR, guest, hear, (text, line), ) \
  M(GUEST_HEARD, guest, heard, , (i64, lines))
PROTOCOL(Guest, guest, GUEST)
STATE(GuestState, (i64, lines))
ACTOR(Guest, guest, GuestState, listening)

// enter(guest, name) -> entered | speak(name, line) -> heard_by | left(...)
#define ROOM(M)                                                                \
  M(ROOM_ENTER, room, enter, (ref(Guest), guest)(text, name), (bool, entered)) \
  M(ROOM_SPEAK, room, speak, (text, name)(text, line), (i64, heard_by))        \
  M(ROOM_LEFT, room, left, DOWN_HEAD, )
PROTOCOL(Room, room, ROOM)

typedef struct Seat {
  GuestRef guest;
  char name[NAME_SIZE];
} Seat;

typedef struct Seats {
  Seat all[SEATS];
} Seats;

STATE(RoomState, (i64, guests)(private(Seats), seats))
ACTOR(Room, room, RoomState, hosting)

static void listening(GuestState *self, const GuestMsg *message) {
  switch (message->kind) {
    case GUEST_HEAR:
      self->lines++;
      break;
    case GUEST_HEARD:
      guest_reply_heard(self->lines);
      break;
  }
}

static void enter(RoomState *self, const struct room_enter *message) {
  bool entered =
      self->guests < SEATS && actor_monitor(message->guest.ref, room_left) != 0;
  if (entered) {
    Seat *seat = &self->seats.all[self->guests++];
    seat->guest = message->guest;
    strncpy(seat->name, message->name, NAME_SIZE - 1);
    say("%s enters\n", seat->name);
  }
  room_reply_enter(entered);
}

static void speak(RoomState *self, const struct room_speak *message) {
  i64 heard_by = 0;
  for (i64 i = 0; i < self->guests; i++) {
    heard_by +=
        guest_tell_hear(self->seats.all[i].guest, message->line) == TELL_OK;
  }
  say("%s: %s\n", message->name, message->line);
  room_reply_speak(heard_by);
}

static void leave(RoomState *self, const struct room_left *message) {
  for (i64 i = 0; i < self->guests; i++) {
    Seat *seat = &self->seats.all[i];
    if (ref_equal(seat->guest.ref, message->who.ref)) {
      say("%s has left\n", seat->name);
      *seat = self->seats.all[--self->guests];
      return;
    }
  }
}

static void hosting(RoomState *self, const RoomMsg *message) {
  switch (message->kind) {
    case ROOM_ENTER:
      enter(self, &message->enter);
      break;
    case ROOM_SPEAK:
      speak(self, &message->speak);
      break;
    case ROOM_LEFT:  // its mailbox is gone already: nobody talks to the dead
      leave(self, &message->left);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  RoomRef room = room_spawn(system, "room", (RoomState){.guests = 0});
  GuestRef ann = guest_spawn(system, "ann", (GuestState){0});
  GuestRef bob = guest_spawn(system, "bob", (GuestState){0});
  ignore(room_ask_enter(room, ann, "ann", &(struct room_enter_reply){0},
                        after_ms(1000)));
  ignore(room_ask_enter(room, bob, "bob", &(struct room_enter_reply){0},
                        after_ms(1000)));
  struct room_speak_reply spoken;
  ignore(
      room_ask_speak(room, "ann", "is anybody here?", &spoken, after_ms(1000)));
  actor_stop(bob.ref);
  ignore(system_run(system, after_ms(1000)));
  ignore(room_ask_speak(room, "ann", "bob?", &spoken, after_ms(1000)));
  struct guest_heard_reply heard;
  if (guest_ask_heard(ann, &heard, after_ms(1000)) == ASK_OK) {
    say("ann heard %" PRId64 " lines, the last with %" PRId64 " in the room\n",
        heard.lines, spoken.heard_by);
  }
  actor_stop(room.ref);  // before its guests: it need not say who leaves now
  ignore(system_run(system, after_ms(1000)));
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
