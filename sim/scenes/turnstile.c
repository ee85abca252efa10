// turnstile.c -- one actor, two behaviours: what a coin means depends.
#include <stdlib.h>

#include "troupe.h"

// coin: opens it | push: goes through, if it is open
#define GATE(M)                \
  M(GATE_COIN, gate, coin, , ) \
  M(GATE_PUSH, gate, push, , )
PROTOCOL(Gate, gate, GATE)
STATE(GateState,
      (bool, counts)(i64, credit)(i64, passed)(i64, wasted)(i64, bumped))
ACTOR(Gate, gate, GateState, locked, unlocked)

// arrive(gate): pays and pushes.
#define RIDER(M) M(RIDER_ARRIVE, rider, arrive, (ref(Gate), gate), )
PROTOCOL(Rider, rider, RIDER)
STATE(RiderState, (bool, arrived))
ACTOR(Rider, rider, RiderState, riding)

static void locked(GateState *self, const GateMsg *message) {
  switch (message->kind) {
    case GATE_COIN:
      self->credit = 1;
      gate_become(unlocked);
      break;
    case GATE_PUSH:
      self->bumped++;
      break;
  }
}

static void unlocked(GateState *self, const GateMsg *message) {
  switch (message->kind) {
    case GATE_COIN:
      // It is open already: this coin buys nothing, unless it is counted.
      self->credit += self->counts;
      self->wasted += !self->counts;
      break;
    case GATE_PUSH:
      self->passed++;
      if (--self->credit == 0) {
        gate_become(locked);
      }
      break;
  }
}

static void riding(RiderState *self, const RiderMsg *message) {
  switch (message->kind) {
    case RIDER_ARRIVE:
      self->arrived = true;
      ignore(gate_tell_coin(message->arrive.gate));
      ignore(gate_tell_push(message->arrive.gate));
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  bool counts = getenv("counts") != NULL;
  GateRef gate = gate_spawn(system, "gate", (GateState){.counts = counts});
  RiderRef ann = rider_spawn(system, "ann", (RiderState){.arrived = false});
  RiderRef bob = rider_spawn(system, "bob", (RiderState){.arrived = false});
  ignore(rider_tell_arrive(ann, gate));
  ignore(rider_tell_arrive(bob, gate));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
