// limiter.c -- a gate that lets one call through, and one more a while later.
#include <stdlib.h>

#include "troupe.h"

// call(who): done, put aside, or refused | refill: there is one more token
#define GATE(M)                          \
  M(GATE_CALL, gate, call, (i64, who), ) \
  M(GATE_REFILL, gate, refill, , )
PROTOCOL(Gate, gate, GATE)
STATE(GateState,
      (bool, waits)(i64, tokens)(bool, filling)(i64, passed)(i64, refused))
ACTOR(Gate, gate, GateState, limiting)

enum { MOST = 1, REFILL_MS = 100 };

static void fill(GateState *self) {
  if (!self->filling && self->tokens < MOST) {
    self->filling = true;
    ignore(gate_tell_refill_after(gate_self(), after_ms(REFILL_MS)));
  }
}

static void limiting(GateState *self, const GateMsg *message) {
  switch (message->kind) {
    case GATE_CALL:
      if (self->tokens > 0) {
        self->tokens--;
        self->passed++;
      } else if (!self->waits || stash() != STASH_OK) {
        self->refused++;
      }
      break;
    case GATE_REFILL:
      self->filling = false;
      self->tokens++;
      unstash_one();
      break;
  }
  fill(self);
}

int main(void) {
  System *system = system_start(NULL);
  GateState state = {.waits = getenv("waits") != NULL, .tokens = MOST};
  GateRef gate = gate_spawn(system, "gate", state);
  // The second comes when there is a token again, as things usually go.
  ignore(gate_tell_call_after(gate, 1, after_ms(0)));
  ignore(gate_tell_call_after(gate, 2, after_ms(150)));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
