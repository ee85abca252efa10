// stash.c -- a door that is not open yet, and those who knock too early.
#include <stdlib.h>

#include "troupe.h"

// open | knock(who): comes in, if the door is open
#define DOOR(M)                \
  M(DOOR_OPEN, door, open, , ) \
  M(DOOR_KNOCK, door, knock, (i64, who), )
PROTOCOL(Door, door, DOOR)
STATE(DoorState, (bool, stashes)(i64, inside)(i64, turned_away)(i64, order))
ACTOR(Door, door, DoorState, shut, opened)

// go(door) makes the guest knock, or the host open.
#define PERSON(M) M(PERSON_GO, person, go, (ref(Door), door), )
PROTOCOL(Person, person, PERSON)
STATE(PersonState, (i64, number))
ACTOR(Person, person, PersonState, going)

static void opened(DoorState *self, const DoorMsg *message) {
  switch (message->kind) {
    case DOOR_OPEN:
      break;
    case DOOR_KNOCK:
      self->inside++;
      self->order = self->order * 10 + message->knock.who;
      break;
  }
}

static void shut(DoorState *self, const DoorMsg *message) {
  switch (message->kind) {
    case DOOR_OPEN:
      door_become(opened);
      unstash_all();
      break;
    case DOOR_KNOCK:
      // Put aside, it comes again once the door is open.
      if (!self->stashes || stash() != STASH_OK) {
        self->turned_away++;
      }
      break;
  }
}

static void going(PersonState *self, const PersonMsg *message) {
  switch (message->kind) {
    case PERSON_GO:
      ignore(self->number == 0
                 ? door_tell_open(message->go.door)
                 : door_tell_knock(message->go.door, self->number));
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  static const char *const names[] = {"host", "ann", "bob"};
  bool stashes = getenv("stashes") != NULL;
  DoorRef door = door_spawn(system, "door", (DoorState){.stashes = stashes});
  for (i64 i = 0; i < 3; i++) {
    PersonRef person =
        person_spawn(system, names[i], (PersonState){.number = i});
    ignore(person_tell_go(person, door));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
