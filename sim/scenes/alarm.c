// alarm.c -- timers, and what may still come from one that was cancelled.
#include <stdlib.h>

#include "troupe.h"

// ring | sunrise: gets up, and turns the alarm off
#define SLEEPER(M)                           \
  M(SLEEPER_LIE_DOWN, sleeper, lie_down, , ) \
  M(SLEEPER_RING, sleeper, ring, , )         \
  M(SLEEPER_SUNRISE, sleeper, sunrise, , )
REF(Sleeper, sleeper)

// set(who): rings in eight hours | off
#define CLOCK(M)                                  \
  M(CLOCK_SET, clock, set, (ref(Sleeper), who), ) \
  M(CLOCK_OFF, clock, off, , )
REF(Clock, clock)
PROTOCOL_AFTER_REF(Sleeper, sleeper, SLEEPER)
PROTOCOL_AFTER_REF(Clock, clock, CLOCK)

STATE(SleeperState,
      (ref(Clock), clock)(bool, own)(u64, timer)(bool, up)(bool, cross))
ACTOR(Sleeper, sleeper, SleeperState, sleeping)
STATE(ClockState, (u64, timer)(bool, late))
ACTOR(Clock, clock, ClockState, ticking)

enum { NIGHT_MS = 8 * 3600 * 1000 };

static void ticking(ClockState *self, const ClockMsg *message) {
  switch (message->kind) {
    case CLOCK_SET:
      ignore(sleeper_tell_ring_timed(message->set.who, after_ms(NIGHT_MS),
                                     &self->timer));
      break;
    case CLOCK_OFF:
      // Late: the timer has fired; what it sent is on its way, or there.
      self->late = timer_cancel(self->timer) == TIMER_LATE;
      break;
  }
}

static void get_up(SleeperState *self) {
  self->up = true;
  if (self->own) {
    ignore(timer_cancel(self->timer));
  } else {
    ignore(clock_tell_off(self->clock));
  }
}

static void sleeping(SleeperState *self, const SleeperMsg *message) {
  switch (message->kind) {
    case SLEEPER_LIE_DOWN:
      if (self->own) {
        // What an own timer brings does not come once it is cancelled.
        ignore(sleeper_tell_ring_timed(sleeper_self(), after_ms(NIGHT_MS),
                                       &self->timer));
      } else {
        ignore(clock_tell_set(self->clock, sleeper_self()));
      }
      ignore(
          sleeper_tell_sunrise_after(sleeper_self(), after_ms(NIGHT_MS - 1)));
      break;
    case SLEEPER_RING:
      self->cross |= self->up;
      self->up = true;
      break;
    case SLEEPER_SUNRISE:
      if (!self->up) {
        get_up(self);
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  bool own = getenv("own") != NULL;
  ClockRef clock = clock_spawn(system, "clock", (ClockState){.late = false});
  SleeperRef ann =
      sleeper_spawn(system, "ann", (SleeperState){.clock = clock, .own = own});
  ignore(sleeper_tell_lie_down(ann));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
