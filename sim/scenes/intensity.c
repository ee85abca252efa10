// intensity.c -- a supervisor gives up: too many failures in too short a time.
#include <stdlib.h>

#include "troupe.h"

// spark(volts): 230 is too much
#define LAMP(M) M(LAMP_SPARK, lamp, spark, (i64, volts), )
PROTOCOL(Lamp, lamp, LAMP)
STATE(LampState, (i64, sparks))
ACTOR(Lamp, lamp, LampState, shining)

// storm(lamp, house): two bolts, ten seconds apart; dark: the house has ended.
#define SKY(M)                                                   \
  M(SKY_STORM, sky, storm, (ref(Lamp), lamp)(ref(Any), house), ) \
  M(SKY_DARK, sky, dark, DOWN_HEAD, )
PROTOCOL(Sky, sky, SKY)
STATE(SkyState, (i64, bolts)(bool, watches)(bool, fallen))
ACTOR(Sky, sky, SkyState, raging)

static void shining(LampState *self, const LampMsg *message) {
  switch (message->kind) {
    case LAMP_SPARK:
      if (message->spark.volts == 230) {
        fail("burnt out");
      }
      self->sparks++;
      break;
  }
}

static void raging(SkyState *self, const SkyMsg *message) {
  switch (message->kind) {
    case SKY_STORM:
      self->watches = actor_monitor(message->storm.house.ref, sky_dark) != 0;
      for (i64 i = 0; i < 2; i++) {
        self->bolts += lamp_tell_spark_after(message->storm.lamp, 230,
                                             after_ms(i * 10000)) == TELL_OK;
      }
      break;
    case SKY_DARK:
      self->fallen = message->dark.reason != STOPPED_NORMAL;
      break;
  }
}

int main(void) {
  static const ChildSpec lamps[] = {CHILD(lamp, "lamp", NULL)};
  System *system = system_start(NULL);
  SupervisorOptions options = {.intensity = getenv("sturdy") != NULL ? 2 : 1,
                               .period_ms = 5000,
                               .children = lamps,
                               .count = 1};
  SupervisorRef house = supervisor_spawn(system, "house", &options);
  CHECK(actor_wait_started(house.ref, NEVER) == START_OK);
  struct supervisor_find_reply found = {0};
  ignore(supervisor_ask_find(house, "lamp", &found, NEVER));
  SkyRef sky = sky_spawn(system, "sky", (SkyState){0});
  ignore(sky_tell_storm(sky, (LampRef){found.child.ref}, (AnyRef){house.ref}));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
