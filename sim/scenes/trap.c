// trap.c -- a chief traps the ends of those linked to her, in time or not.
#include <stdlib.h>

#include "troupe.h"

// slip: fails
#define CLIMBER(M) M(CLIMBER_SLIP, climber, slip, , )
PROTOCOL(Climber, climber, CLIMBER)
STATE(ClimberState, (i64, steps))
ACTOR(Climber, climber, ClimberState, climbing)

// rope(climber): links | secure: from now on an end is only news | fell: such
#define CHIEF(M)                                        \
  M(CHIEF_ROPE, chief, rope, (ref(Climber), climber), ) \
  M(CHIEF_SECURE, chief, secure, , )                    \
  M(CHIEF_FELL, chief, fell, DOWN_HEAD, )
PROTOCOL(Chief, chief, CHIEF)
STATE(ChiefState, (bool, roped)(bool, secured)(i64, fallen))
ACTOR(Chief, chief, ChiefState, leading)

// look(chief): sees whether she ends
#define VALLEY(M)                                     \
  M(VALLEY_LOOK, valley, look, (ref(Chief), chief), ) \
  M(VALLEY_LOST, valley, lost, DOWN_HEAD, )
PROTOCOL(Valley, valley, VALLEY)
STATE(ValleyState, (bool, looks)(bool, mourns))
ACTOR(Valley, valley, ValleyState, watching)

static void climbing(ClimberState *self, const ClimberMsg *message) {
  switch (message->kind) {
    case CLIMBER_SLIP:
      self->steps++;
      fail("slipped");
  }
}

static void leading(ChiefState *self, const ChiefMsg *message) {
  switch (message->kind) {
    case CHIEF_ROPE:
      self->roped = actor_link(message->rope.climber.ref) == LINK_OK;
      break;
    case CHIEF_SECURE:
      actor_trap_links(chief_fell);
      self->secured = true;
      break;
    case CHIEF_FELL:
      self->fallen++;
      break;
  }
}

static void watching(ValleyState *self, const ValleyMsg *message) {
  switch (message->kind) {
    case VALLEY_LOOK:
      self->looks = actor_monitor(message->look.chief.ref, valley_lost) != 0;
      break;
    case VALLEY_LOST:
      self->mourns = message->lost.reason == STOPPED_LINK;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  bool secure_first = getenv("secure_first") != NULL;
  ValleyRef valley = valley_spawn(system, "valley", (ValleyState){0});
  ChiefRef chief = chief_spawn(system, "chief", (ChiefState){0});
  ClimberRef climber = climber_spawn(system, "climber", (ClimberState){0});
  ignore(valley_tell_look(valley, chief));
  ignore(climber_tell_slip(climber));
  if (secure_first) {
    ignore(chief_tell_secure(chief));
  }
  ignore(chief_tell_rope(chief, climber));
  if (!secure_first) {
    ignore(chief_tell_secure(chief));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
