// careless.c -- an actor that does wrong as it is told: each message is what
// one of the checks that are built in is there for.
#include "base/mem.h"
#include "troupe.h"

// what: keeps the request and never answers. leave: ends.
#define MUTE(M)                        \
  M(MUTE_WHAT, mute, what, , (i64, n)) \
  M(MUTE_LEAVE, mute, leave, , )
PROTOCOL(Mute, mute, MUTE)
STATE(MuteState, (private(Request *), kept))
ACTOR(Mute, mute, MuteState, muting)

#define CARELESS(M)                    \
  M(CARELESS_HOLD, careless, hold, , ) \
  M(CARELESS_ASK, careless, ask, , )   \
  M(CARELESS_LOSE, careless, lose, , ) \
  M(CARELESS_LEAK, careless, leak, , ) \
  M(CARELESS_HEARD, careless, heard, REPLY_HEAD(i64, n), )
PROTOCOL(Careless, careless, CARELESS)
STATE(CarelessState, (ref(Mute), mute))
ACTOR(Careless, careless, CarelessState, being)

// Nobody frees it, and no other tool need call it lost.
static i64 *volatile kept_for_good;

static void muting(MuteState *self, const MuteMsg *message) {
  if (message->kind == MUTE_LEAVE) {
    actor_exit();
  } else {
    self->kept = request_take();
  }
}

static void being(CarelessState *self, const CarelessMsg *message) {
  switch (message->kind) {
    case CARELESS_HOLD:
      ignore(mute_hold_what_as(self->mute, careless_heard, NEVER));
      break;
    case CARELESS_ASK:
      ignore(mute_ask_what_as(self->mute, careless_heard, NEVER));
      break;
    case CARELESS_LOSE:
      ignore(mute_tell_leave(self->mute));
      ignore(mute_tell_leave(self->mute));
      break;
    case CARELESS_LEAK:
      kept_for_good = mem_new(i64);
      break;
    case CARELESS_HEARD:
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  MuteRef mute = mute_spawn(system, "mute", (MuteState){0});
  (void)careless_spawn(system, "careless", (CarelessState){.mute = mute});
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
